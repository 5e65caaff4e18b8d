import { chmod, link, lstat, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { mountPoints } from './covered-paths';
import { readImage, type Image } from './image';
import type { ImageLimits } from './image-limits';
import type { TreeChange } from './image-tree';
import type { Entry } from './tar-reader';

export interface UnpackedImage extends Image {
  /** The root file system, which the sandbox mounts read-only. */
  root: string;
}

/**
 * Unpacks an image archive into a new folder, layer by layer with whiteouts applied, with the checks of `readImage`. It follows no
 * link: every path leads only through folders that it created. All files belong to the runner and are readable for everybody; owners,
 * set-uid bits and times are not kept. If anything fails, the folder is removed.
 */
export async function unpackImage(archive: string, root: string, limits: ImageLimits): Promise<UnpackedImage> {
  await mkdir(root, { mode: 0o755 });
  try {
    const image = await readImage(archive, limits, (change, entry) => apply(root, change, entry));
    for (const name of mountPoints) await folder(join(root, name));
    // Runtimes give a mount the mode of the folder that it covers.
    await chmod(join(root, 'tmp'), 0o1777);
    await makeWorkingDirectory(root, image.workingDirectory);
    return { ...image, root };
  } catch (error) {
    await rm(root, { recursive: true, force: true });
    throw error;
  }
}

async function apply(root: string, change: TreeChange, entry: Entry): Promise<void> {
  for (const path of change.removed) await rm(join(root, path), { recursive: true, force: true });
  if (change.kind === 'whiteout') return;
  const path = join(root, change.path);
  await folder(dirname(path));
  switch (change.kind) {
    case 'folder':
      return folder(path);
    case 'file':
      await writeFile(path, entry.content, { flag: 'wx' });
      return chmod(path, (entry.header.mode & 0o111) === 0 ? 0o644 : 0o755);
    case 'symlink':
      return symlink(change.target, path);
    case 'hardlink':
      return link(join(root, change.target), path);
  }
}

/** Creates the working directory, which images need not contain. Behind a link, the image must contain it. */
async function makeWorkingDirectory(root: string, path: string): Promise<void> {
  let at = root;
  for (const component of path.split('/').filter(Boolean)) {
    at = join(at, component);
    const there = await lstat(at).catch(() => null);
    if (there && !there.isDirectory()) return;
    if (!there) await folder(at);
  }
}

async function folder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  // mkdir applies the umask, which may be strict, to each folder that it creates.
  for (let made = path; made.length >= first.length; made = dirname(made)) await chmod(made, 0o755);
}
