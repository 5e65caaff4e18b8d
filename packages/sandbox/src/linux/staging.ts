import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PlatformFault } from '@unblind/contracts';
import type { SandboxMount, SandboxSpec } from '../port';
import { profile } from '../profile';
import type { LaunchStep } from './launcher';

/**
 * A runner that is root drops to an unprivileged user before bubblewrap opens the sources, and that user can neither walk
 * through /root (0700) nor read what a strict umask wrote (0600). Such sources are put within reach in a private mount
 * namespace, which goes with the run: by a bind mount past the closed folder, or by a copy where the file itself is closed.
 */
export interface Staged {
  mounts: SandboxMount[];
  /** The root of an image, where it can be reached. */
  root: string | null;
  /** Where the output folder is, in the run's mount namespace. */
  output: string | null;
  /** Empty: nothing needs staging, no mount namespace is needed. */
  steps: LaunchStep[];
}

export function stage(sources: readonly SandboxMount[], { image, output }: Pick<SandboxSpec, 'image' | 'output'> = {}): Staged {
  const closed = sources.filter(({ source }) => !reachable(dirname(source)) || !readable(source));
  // Unpacking made everything in it readable.
  const closedRoot = image !== undefined && !reachable(image.root);
  const root = image?.root ?? null;
  if (closed.length === 0 && !closedRoot && !output) return { mounts: [...sources], root, output: null, steps: [] };
  const folder = stagingFolder([...sources.map(({ source }) => source), ...(root === null ? [] : [root])]);
  const steps: LaunchStep[] = [['tmpfs', folder]];
  const outputFolder = output ? join(folder, 'output') : null;
  if (output && outputFolder) steps.push(['output', outputFolder, String(output.bytes), String(output.files), String(profile.hostUid)]);
  const stagedRoot = closedRoot && root !== null ? join(folder, 'root') : root;
  if (closedRoot && root !== null && stagedRoot !== null) steps.push(['folder', stagedRoot], ['bind', root, stagedRoot]);
  const mounted = sources.map((mount): SandboxMount => {
    if (!closed.includes(mount)) return mount;
    const place = join(folder, String(steps.length));
    if (!readable(mount.source)) steps.push(['copy', mount.source, place]);
    else steps.push([statSync(mount.source).isDirectory() ? 'folder' : 'file', place], ['bind', mount.source, place]);
    return { source: place, target: mount.target };
  });
  return { mounts: mounted, root: stagedRoot, output: outputFolder, steps };
}

/** Links followed, and what is missing named. */
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

/** May anybody walk to this folder? */
export function reachable(folder: string): boolean {
  return (statSync(folder).mode & 0o001) !== 0 && (folder === '/' || reachable(dirname(folder)));
}

/** May anybody read this file, or everything in this folder? */
function readable(path: string): boolean {
  const stats = statSync(path);
  if (!stats.isDirectory()) return (stats.mode & 0o004) !== 0;
  return (stats.mode & 0o005) === 0o005 && readdirSync(path).every((name) => readable(join(path, name)));
}

/** An existing folder to cover with the staging file system, such that no source disappears under it. */
function stagingFolder(sources: readonly string[]): string {
  const free = ['/media', '/mnt', '/srv', '/opt', '/boot'].find(
    (folder) => existsSync(folder) && !sources.some((source) => source === folder || source.startsWith(`${folder}/`)),
  );
  if (free === undefined) throw new Error('none of /media, /mnt, /srv, /opt, /boot is free to stage files on');
  return free;
}
