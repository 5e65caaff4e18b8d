import { chmod, link, lstat, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Entry } from './archive';
import { mountPoints } from './covered-paths';
import { readImage, type Image } from './image';
import type { ImageLimits } from './image-limits';
import type { TreeChange } from './image-tree';

export interface UnpackedImage extends Image {
  /** The root file system, for the sandbox to show read-only. */
  root: string;
}

/**
 * Unpacks an image archive into a folder that does not exist yet, layer by layer with whiteouts applied, judging everything as
 * `readImage` does. Nothing follows a link: every path runs through folders that this made. What is written is the runner's own
 * and readable for everybody: owners, set-uid bits and times are not kept. On any failure the folder is gone again.
 */
export async function unpackImage(archive: string, root: string, limits: ImageLimits): Promise<UnpackedImage> {
  await mkdir(root, { mode: 0o755 });
  try {
    const image = await readImage(archive, limits, (change, entry) => apply(root, change, entry));
    for (const name of mountPoints) await folder(join(root, name));
    // Runtimes give what they mount the mode of the folder below it.
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
      await writeFile(path, contentOf(entry), { flag: 'wx' });
      return chmod(path, (entry.header.mode & 0o111) === 0 ? 0o644 : 0o755);
    case 'symlink':
      return symlink(change.target, path);
    case 'hardlink':
      return link(join(root, change.target), path);
  }
}

/** Builders need not write it down. Where a link leads somewhere else, the image has to have it itself. */
async function makeWorkingDirectory(root: string, path: string): Promise<void> {
  let at = root;
  for (const component of path.split('/').filter(Boolean)) {
    at = join(at, component);
    const there = await lstat(at).catch(() => null);
    if (there && !there.isDirectory()) return;
    if (!there) await folder(at);
  }
}

async function* contentOf(entry: Entry): AsyncGenerator<Uint8Array> {
  for await (const chunk of entry) if (chunk instanceof Uint8Array) yield chunk;
}

async function folder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  // Against a strict umask: each that was made.
  for (let made = path; made.length >= first.length; made = dirname(made)) await chmod(made, 0o755);
}
