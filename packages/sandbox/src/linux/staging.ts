import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PlatformFault } from '@unblind/contracts';
import type { SandboxMount, SandboxSpec } from '../port';
import { profile } from '../profile';
import type { LaunchStep } from './launcher';

/**
 * A runner that is root switches to an unprivileged user before bubblewrap opens the mount sources. That user can neither walk
 * through /root (0700) nor read files written with a strict umask (0600). Such sources are made available in a private mount
 * namespace, which ends with the run: by a bind mount if only a parent folder is closed, or by a copy if the file is unreadable.
 */
export interface Staged {
  mounts: SandboxMount[];
  /** A path to the image's root that the sandbox's user can reach. */
  root: string | null;
  /** The path of the output folder in the run's mount namespace. */
  output: string | null;
  /** File systems for /tmp and /dev/shm with a bound on files too; null: the sandbox makes its own. */
  scratch: { tmp: string; shm: string } | null;
  /** Empty if nothing needs staging; then no mount namespace is needed. */
  steps: LaunchStep[];
}

export function stage(sources: readonly SandboxMount[], { image, output }: Pick<SandboxSpec, 'image' | 'output'> = {}): Staged {
  const closed = sources.filter(({ source }) => !reachable(dirname(source)) || !readable(source));
  // Only the path to the root matters, because unpacking makes all files of an image readable.
  const closedRoot = image !== undefined && !reachable(image.root);
  const root = image?.root ?? null;
  if (closed.length === 0 && !closedRoot && !output) return { mounts: [...sources], root, output: null, scratch: null, steps: [] };
  const folder = stagingFolder([...sources.map(({ source }) => source), ...(root === null ? [] : [root])]);
  const steps: LaunchStep[] = [['tmpfs', folder]];
  const outputFolder = output ? stageOutput(output, folder, { uid: profile.hostUid, steps }) : null;
  const stagedRoot = closedRoot ? stageRoot(image.root, folder, steps) : root;
  const mounted = sources.map((mount): SandboxMount => {
    if (!closed.includes(mount)) return mount;
    const place = join(folder, String(steps.length));
    if (!readable(mount.source)) steps.push(['copy', mount.source, place]);
    else steps.push([statSync(mount.source).isDirectory() ? 'folder' : 'file', place], ['bind', mount.source, place]);
    return { source: place, target: mount.target };
  });
  return { mounts: mounted, root: stagedRoot, output: outputFolder, scratch: null, steps };
}

/**
 * What an image needs that runs as an ordinary user: writable folders of a limited size and number of files, which are mounted in a user
 * namespace of the run. All files are this user's already.
 */
export function stageWritable(mounts: readonly SandboxMount[], { image, output, limits }: SandboxSpec): Staged {
  const root = image?.root ?? null;
  const folder = stagingFolder([...mounts.map(({ source }) => source), ...(root === null ? [] : [root])]);
  const steps: LaunchStep[] = [['tmpfs', folder]];
  const uid = process.getuid?.() ?? 0;
  const scratch = { tmp: join(folder, 'tmp'), shm: join(folder, 'shm') };
  steps.push(['writable', scratch.tmp, String(limits.tmpBytes), String(profile.inodes), String(uid), 'exec']);
  steps.push(['writable', scratch.shm, String(profile.shmBytes), String(profile.shmInodes), String(uid), 'noexec']);
  return { mounts: [...mounts], root, output: output ? stageOutput(output, folder, { uid, steps }) : null, scratch, steps };
}

function stageOutput(
  { bytes, files }: NonNullable<SandboxSpec['output']>,
  folder: string,
  { uid, steps }: { uid: number; steps: LaunchStep[] },
): string {
  const place = join(folder, 'output');
  steps.push(['writable', place, String(bytes), String(files), String(uid), 'noexec']);
  return place;
}

function stageRoot(root: string, folder: string, steps: LaunchStep[]): string {
  const place = join(folder, 'root');
  steps.push(['folder', place], ['bind', root, place]);
  return place;
}

/** Resolves links in the mount sources. @throws PlatformFault that names a missing file */
export function resolveSources(mounts: readonly SandboxMount[]): SandboxMount[] {
  return mounts.map(({ source, target }) => {
    try {
      return { source: realpathSync(source), target };
    } catch (error) {
      const message = `${source}, which a run needs as ${target}, cannot be opened`;
      throw new PlatformFault('data-missing', { message, fix: 'Restore the file; the run is then retried.' }, { cause: error });
    }
  });
}

/** True if every user can walk to this folder. */
export function reachable(folder: string): boolean {
  return (statSync(folder).mode & 0o001) !== 0 && (folder === '/' || reachable(dirname(folder)));
}

/** True if every user can read this file, or everything in this folder. */
function readable(path: string): boolean {
  const stats = statSync(path);
  if (!stats.isDirectory()) return (stats.mode & 0o004) !== 0;
  return (stats.mode & 0o005) === 0o005 && readdirSync(path).every((name) => readable(join(path, name)));
}

/** An existing folder over which the staging file system can be mounted without hiding a source. */
function stagingFolder(sources: readonly string[]): string {
  const free = ['/media', '/mnt', '/srv', '/opt', '/boot'].find(
    (folder) => existsSync(folder) && !sources.some((source) => source === folder || source.startsWith(`${folder}/`)),
  );
  if (free === undefined) throw new Error('none of /media, /mnt, /srv, /opt, /boot is free to stage files on');
  return free;
}
