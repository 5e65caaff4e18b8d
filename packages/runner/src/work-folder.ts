import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isStale, processMark } from '@unblind/sandbox';

const ownerSuffix = '.owner';

/**
 * Opens an empty working folder for a runner's steps. Removes the folders of runners killed on this machine: the one of this name,
 * and every one whose process no longer exists.
 */
export async function openWorkFolder(directory: string, name: string): Promise<{ path: string; remove: () => Promise<void> }> {
  await mkdir(directory, { recursive: true });
  for (const owner of (await readdir(directory)).filter((entry) => entry.endsWith(ownerSuffix))) {
    const mark = await readFile(join(directory, owner), 'utf8').catch(() => null);
    if (mark !== null && isStale(mark)) await removeAll(directory, owner.slice(0, -ownerSuffix.length));
  }
  await removeAll(directory, name);
  await writeFile(join(directory, `${name}${ownerSuffix}`), processMark());
  const path = join(directory, name);
  await mkdir(path);
  return { path, remove: () => removeAll(directory, name) };
}

/** Removes the folder before its owner file, so that an interrupted removal is repeated at the next start. */
async function removeAll(directory: string, name: string): Promise<void> {
  await rm(join(directory, name), { recursive: true, force: true });
  await rm(join(directory, `${name}${ownerSuffix}`), { force: true });
}
