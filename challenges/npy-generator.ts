import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { inOrderOfUse, isOpen, type DataSetIndex, type SplitName, type Variation } from '@unblind/contracts';
import { deriveSeed } from '@unblind/simulation';
import { indexFile, type DataGenerator, type GenerateRequest } from './data-generator';
import { produceChunks, type ChunkTask } from './produce-chunks';
import { TensorFiles, type TensorKinds } from './tensor-files';

/** What a challenge tells about its rows; its module also exports `produceChunk(task)`, which returns these tensors by name. */
export interface NpyGeneratorOptions {
  /** The challenge's data.ts itself: `__filename`. */
  module: string;
  /** What a row is, in the plural, for progress: 'jets'. */
  unit: string;
  rowsPerChunk: number;
  views: TensorKinds;
  truth: TensorKinds;
}

/**
 * A generator whose data set is `<split>/<tensor>.npy`, `<split>/<variation>/<tensor>.npy` and index.json. Rows depend on the seed,
 * the split and their number only. Everything is written to a temporary folder next to the target and renamed at the end: a kill
 * leaves no half-made data set.
 */
export function npyGenerator(options: NpyGeneratorOptions): DataGenerator {
  return {
    async generate(request) {
      const partial = `${request.directory}.partial-${process.pid}`;
      await removeLeftovers(request.directory);
      await mkdir(partial, { recursive: true });
      try {
        const index = await writeSplits(options, request, partial);
        await writeFile(join(partial, indexFile), `${JSON.stringify(index, null, 2)}\n`);
        await rename(partial, request.directory);
        return index;
      } finally {
        await rm(partial, { recursive: true, force: true });
      }
    },
  };
}

async function writeSplits(options: NpyGeneratorOptions, request: GenerateRequest, folder: string): Promise<DataSetIndex> {
  const index: DataSetIndex = { simulated: true, openTruth: false, seed: request.seed, splits: {} };
  const total = Object.values(request.sizes).reduce((sum, rows) => sum + rows, 0);
  let before = 0;
  for (const split of inOrderOfUse(Object.keys(request.sizes))) {
    const rows = request.sizes[split] ?? 0;
    const report = (done: number) => request.onProgress?.({ done: before + done, total, unit: options.unit });
    index.splits[split] = await writeSplit(options, request, folder, split, rows, report);
    before += rows;
  }
  return index;
}

async function writeSplit(
  options: NpyGeneratorOptions,
  request: GenerateRequest,
  folder: string,
  split: SplitName,
  rows: number,
  report: (done: number) => void,
): Promise<DataSetIndex['splits'][SplitName]> {
  const { seed, testSeed = seed, workers = 2, signal } = request;
  const isShifted = request.shiftedSplits?.includes(split) ?? split !== 'train';
  const variations: readonly Variation[] = isShifted ? (request.variations ?? []) : [];
  const ofData = isOpen(split) ? seed : testSeed;
  const ofSplit = deriveSeed(ofData, split);
  const tasks: ChunkTask[] = [];
  for (let start = 0; start < rows; start += options.rowsPerChunk)
    tasks.push({ dataSeed: ofData, split, seed: ofSplit, start, count: Math.min(options.rowsPerChunk, rows - start), rows, variations });
  const nominal = await TensorFiles.create(folder, split, options);
  const shifted: { id: string; files: TensorFiles }[] = [];
  try {
    for (const { id } of variations) shifted.push({ id, files: await TensorFiles.create(folder, `${split}/${id}`, options) });
    let done = 0;
    for await (const chunk of produceChunks(options.module, tasks, { workers, signal })) {
      const count = Math.min(options.rowsPerChunk, rows - done);
      await nominal.append(chunk.nominal, count);
      for (const { id, files } of shifted) await files.append(chunk.variations[id] ?? {}, count);
      done += count;
      report(done);
    }
  } catch (error) {
    await Promise.allSettled([nominal, ...shifted.map(({ files }) => files)].map((files) => files.discard()));
    throw error;
  }
  const made: DataSetIndex['splits'][SplitName] = { ...(await nominal.finish()), variations: {} };
  for (const { id, files } of shifted) made.variations[id] = await files.finish();
  return made;
}

/** Removes temporary folders whose process was killed. */
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
