import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PartSizes, inOrderOfUse, parts, type DataSetIndex, type SplitName } from '@unblind/contracts';
import { indexFile } from './data-generator';
import type { Chunk, Tensors } from './produce-chunks';
import { TensorFiles, type TensorKinds } from './tensor-files';

/** The next rows of a split, nominal and under each shift. */
export interface DataBlock {
  split: SplitName;
  count: number;
  chunk: Chunk;
  /** The part of each row, as its place in `parts`, where the split is divided. */
  part?: Uint8Array<ArrayBuffer>;
}

export interface WriteRequest {
  /** The folder to create; it is an error if it exists already. */
  directory: string;
  kinds: { views: TensorKinds; truth: TensorKinds };
  about: Omit<DataSetIndex, 'splits'>;
  /** The rows of each split in order; rows of different splits may be interleaved. */
  blocks: AsyncIterable<DataBlock>;
}

/**
 * Writes a data set: `<split>/<tensor>.npy`, `<split>/<variation>/<tensor>.npy` and index.json. Everything goes to a temporary
 * folder next to the target that is renamed at the end: an error or a killed process leaves no incomplete data set.
 */
export async function writeDataSet({ directory, kinds, about, blocks }: WriteRequest): Promise<DataSetIndex> {
  const partial = `${directory}.partial-${process.pid}`;
  await removeLeftovers(directory);
  await mkdir(partial, { recursive: true });
  try {
    const splits = await writeSplits(partial, kinds, blocks);
    const index: DataSetIndex = { ...about, splits };
    await writeFile(join(partial, indexFile), `${JSON.stringify(index, null, 2)}\n`);
    await rename(partial, directory);
    return index;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

interface OpenSplit {
  nominal: TensorFiles;
  variations: Map<string, TensorFiles>;
  /** Rows of each part; empty where the split is whole. */
  counts: number[];
}

async function writeSplits(
  folder: string,
  kinds: WriteRequest['kinds'],
  blocks: AsyncIterable<DataBlock>,
): Promise<DataSetIndex['splits']> {
  const open = new Map<SplitName, OpenSplit>();
  try {
    for await (const block of blocks) {
      const { split, count, chunk, part } = block;
      const files = open.get(split) ?? (await openSplit(folder, kinds, block));
      open.set(split, files);
      for (const code of part ?? []) files.counts[code] = (files.counts[code] ?? 0) + 1;
      const more: Tensors = part ? { part } : {};
      await files.nominal.append({ ...chunk.nominal, ...more }, count);
      for (const [id, variation] of files.variations) await variation.append({ ...chunk.variations[id], ...more }, count);
    }
    const splits: DataSetIndex['splits'] = {};
    for (const split of inOrderOfUse([...open.keys()])) {
      const { nominal, variations, counts } = open.get(split)!;
      const made: DataSetIndex['splits'][SplitName] = { ...(await nominal.finish()), variations: {} };
      if (counts.length > 0) made.parts = PartSizes.parse(Object.fromEntries(parts.map((name, code) => [name, counts[code]])));
      for (const [id, variation] of variations) made.variations[id] = await variation.finish();
      splits[split] = made;
    }
    return splits;
  } catch (error) {
    await Promise.allSettled(
      [...open.values()].flatMap(({ nominal, variations }) => [nominal, ...variations.values()].map((f) => f.discard())),
    );
    throw error;
  }
}

async function openSplit(folder: string, { views, truth }: WriteRequest['kinds'], first: DataBlock): Promise<OpenSplit> {
  const { split, chunk, part } = first;
  const kinds = { views, truth: part ? { ...truth, part: { dtype: 'uint8' as const, rowShape: [] } } : truth };
  const nominal = await TensorFiles.create(folder, split, kinds);
  const shifted = new Map<string, TensorFiles>();
  for (const id of Object.keys(chunk.variations)) shifted.set(id, await TensorFiles.create(folder, `${split}/${id}`, kinds));
  return { nominal, variations: shifted, counts: [] };
}

/** Removes temporary folders left by killed processes. */
async function removeLeftovers(directory: string): Promise<void> {
  await mkdir(dirname(directory), { recursive: true });
  for (const name of await readdir(dirname(directory))) {
    if (!name.startsWith(`${basename(directory)}.partial-`)) continue;
    const owner = Number(name.split('-').at(-1));
    if (owner === process.pid || !isAlive(owner)) await rm(join(dirname(directory), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
