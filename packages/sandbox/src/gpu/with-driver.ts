import { chmodSync, existsSync, lstatSync, mkdirSync, readlinkSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { refusedEntry } from '../images/image-fault';
import { systemFolders } from '../linux/system-folders';
import type { SandboxMount, SandboxSpec } from '../port';

/**
 * Adds the driver's files to the mounts of a run with a GPU. In an image the mount points are created first; without one, most of the
 * files lie in folders of libraries that are visible anyway.
 */
export function withDriver(spec: SandboxSpec): SandboxSpec {
  const { image, gpu } = spec;
  if (!gpu) return spec;
  if (!image) return { ...spec, mounts: [...spec.mounts, ...gpu.driver.filter(({ target }) => !isVisible(target))] };
  return { ...spec, mounts: [...spec.mounts, ...gpu.driver.map((mount) => createMountPoint(image.root, mount))] };
}

/** Creates a mount point in the image. Links of the image are resolved within the image first, so that nothing is written to the host. */
function createMountPoint(root: string, { source, target }: SandboxMount): SandboxMount {
  const place = resolveInImage(root, target);
  const isFolder = statSync(source).isDirectory();
  makeFolder(root, isFolder ? place : dirname(place));
  const path = join(root, place);
  if (!existsSync(path)) writeFileSync(path, '', { flag: 'wx', mode: 0o644 });
  if (statSync(path).isDirectory() !== isFolder) throw refusedEntry(target, reason);
  return { source, target: place };
}

function isVisible(target: string): boolean {
  const path = join(realpathOf(dirname(target)), basename(target));
  return systemFolders().mounts.some((mount) => path === mount.target || path.startsWith(`${mount.target}/`));
}

/** Unchanged where there is no such folder here. */
function realpathOf(folder: string): string {
  return existsSync(folder) ? realpathSync(folder) : folder;
}

const mostLinks = 40;
const reason = 'the driver of the GPU is mounted there, so it must be a file or folder of the same kind';

/** Resolves the links of a path within the image; a component that does not exist counts as a folder. */
function resolveInImage(root: string, target: string): string {
  const ahead = target.split('/').filter(Boolean);
  let place = '/';
  for (let links = 0; ahead.length > 0;) {
    const next = resolve(place, ahead.shift() ?? '.');
    const found = lstatSync(join(root, next), { throwIfNoEntry: false });
    if (!found?.isSymbolicLink()) {
      place = next;
      continue;
    }
    if (++links > mostLinks) throw refusedEntry(target, reason);
    const link = readlinkSync(join(root, next));
    if (link.startsWith('/')) place = '/';
    ahead.unshift(...link.split('/').filter(Boolean));
  }
  return place;
}

function makeFolder(root: string, folder: string): void {
  const path = join(root, folder);
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  if (found) throw refusedEntry(folder, reason);
  makeFolder(root, dirname(folder));
  mkdirSync(path);
  // mkdir applies the umask, which may be strict.
  chmodSync(path, 0o755);
}
