import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PlatformFault } from '@unblind/contracts';
import type { AssignedFile, AssignedInputs } from '@unblind/contracts';
import type { LocalSplit } from '@unblind/evaluation';
import type { Equipment, Task } from './task';

/** The inputs of one run of a model, on this machine. */
export interface LocalInputs {
  split: LocalSplit;
  /** Where views that are derived from them are kept. */
  viewsDirectory: string;
}

/** Downloads in progress, by path: steps that need the same file share one. */
const underway = new Map<string, Promise<void>>();

/** Fetches the views of a split, or of one shift of it. They are kept for later steps. @throws PlatformFault */
export async function fetchInputs(
  { cache }: Pick<Equipment, 'cache'>,
  { assignment: { dataSetId }, fetch }: Task,
  { split, variation, rows, views }: AssignedInputs,
): Promise<LocalInputs> {
  const folderOf = (kind: string): string => join(cache, kind, dataSetId, split, variation ?? '');
  const paths: Record<string, string> = {};
  const lengths: Record<string, readonly number[]> = {};
  for (const [name, view] of Object.entries(views)) {
    const path = join(folderOf('views'), `${name}.npy`);
    await fetchOnce(view, path, fetch);
    paths[name] = path;
    if (view.lengths) lengths[name] = view.lengths;
  }
  return { split: { rows, views: paths, truth: {}, lengths }, viewsDirectory: folderOf('derived') };
}

/** The inputs of a run. @throws PlatformFault `data-missing` */
export function inputsOf({ assignment }: Task, split: string, variation: string | null): AssignedInputs {
  const found = assignment.inputs.find((inputs) => inputs.split === split && inputs.variation === variation);
  if (found) return found;
  throw new PlatformFault('data-missing', {
    message: `The data set has no split ${split}${variation === null ? '' : ` shifted by ${variation}`}.`,
    fix: 'Prepare the data set again.',
  });
}

async function fetchOnce(file: AssignedFile, path: string, fetch: Task['fetch']): Promise<void> {
  for (let shared = underway.get(path); shared; shared = underway.get(path)) await shared.catch(() => undefined);
  const present = await stat(path).catch(() => null);
  if (present?.size === file.bytes) return; // its sha256 was checked before it was renamed to this path
  const download = fetchTo(file, path, fetch).finally(() => underway.delete(path));
  underway.set(path, download);
  await download;
}

async function fetchTo(file: AssignedFile, path: string, fetch: Task['fetch']): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.partial-${process.pid}`;
  await rm(partial, { force: true });
  await fetch(file, partial);
  await rename(partial, path);
}
