import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isStale, processMark } from '@unblind/sandbox';

const ownerSuffix = '.owner';

/**
 * The folder in which a runner's steps work, empty. What runners left that were killed on this machine goes: the one of this name,
 * and each whose process is no more.
 */
export async function openWorkFolder(directory: string, name: string): Promise<{ path: string; remove(): Promise<void> }> {
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

/** The folder first: while its owner is named, a removal that was cut short is taken up again. */
async function removeAll(directory: string, name: string): Promise<void> {
  await rm(join(directory, name), { recursive: true, force: true });
  await rm(join(directory, `${name}${ownerSuffix}`), { force: true });
}
