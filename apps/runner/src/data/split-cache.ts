import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { SplitName, StoredDataSetFile, StoredDataSetIndex } from '@unblind/contracts';
import { PlatformFault } from '@unblind/contracts';
import type { LocalSplit } from '@unblind/evaluation';
import type { Storage } from '@unblind/storage';

export interface SplitRequest {
  storage: Storage;
  directory: string;
  dataSetId: string;
  index: StoredDataSetIndex;
  split: SplitName;
  /** The id of a systematic shift; absent for the nominal rows. */
  variation?: string | undefined;
  /** Truth is fetched only for scoring, by a step that starts no model. */
  what: 'views' | 'truth';
}

/** Fetches the files of a split to this machine, once, and checks them against the index. */
export async function fetchSplit({ storage, directory, dataSetId, index, split, variation, what }: SplitRequest): Promise<LocalSplit> {
  const nominal = index.splits[split];
  const stored = variation === undefined ? nominal : nominal?.variations[variation];
  if (!stored)
    throw new PlatformFault('data-missing', {
      message: `The data set has no split ${split}${variation === undefined ? '' : ` shifted by ${variation}`}.`,
      fix: 'Prepare the data set again.',
    });
  const paths: Record<string, string> = {};
  const lengths: Record<string, readonly number[]> = {};
  for (const [name, file] of Object.entries(stored[what])) {
    const path = join(directory, what, dataSetId, split, variation ?? '', `${name}.npy`);
    await fetchFile(storage, file, path);
    paths[name] = path;
    if (file.lengths) lengths[name] = file.lengths;
  }
  const seed = what === 'truth' ? nominal?.scoringSeed : undefined;
  const scoringSeed = seed && (await text(await storage.area(seed.area).get(seed.key)));
  const none: Record<string, string> = {};
  const files = what === 'views' ? { views: paths, truth: none } : { views: none, truth: paths };
  return { rows: stored.rows, ...files, lengths, ...(scoringSeed === undefined ? {} : { scoringSeed }) };
}

async function fetchFile(storage: Storage, { area, key, bytes, sha256 }: StoredDataSetFile, path: string): Promise<void> {
  const present = await stat(path).catch(() => null);
  if (present?.size === bytes) return; // its hash was checked before it was renamed to this path
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.partial-${process.pid}`;
  const fetched = await storage.area(area).download(key, partial);
  if (fetched.sha256 !== sha256) {
    await rm(partial, { force: true });
    throw new PlatformFault('data-missing', {
      message: `${area}/${key} does not have the sha256 that the data set's index gives.`,
      fix: 'Prepare the data set again.',
    });
  }
  await rename(partial, path);
}
