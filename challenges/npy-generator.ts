import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SplitName } from '@unblind/contracts';
import { deriveSeed } from '@unblind/simulation';
import { indexFile, type DataFile, type DataGenerator, type DataSetIndex, type GenerateRequest } from './data-generator';
import { NpyFile, type WritableDtype } from './npy-file';
import { produceChunks, type ChunkTask } from './produce-chunks';

/** What a challenge tells about its rows; its module also exports `produceChunk(task)`, which returns these tensors by name. */
export interface NpyGeneratorOptions {
  /** The challenge's data.ts itself: `__filename`. */
  module: string;
  /** What a row is, in the plural, for progress: 'jets'. */
  unit: string;
  rowsPerChunk: number;
  views: Record<string, { dtype: WritableDtype; rowShape: readonly number[] }>;
  truth: Record<string, { dtype: WritableDtype; rowShape: readonly number[] }>;
}

/**
 * A generator whose data set is `<split>/<tensor>.npy` and index.json. Rows depend on the seed, the split and their number only.
 * Everything is written to a temporary folder next to the target and renamed at the end: a kill leaves no half-made data set.
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
  const index: DataSetIndex = { simulated: true, seed: request.seed, splits: {} };
  const total = SplitName.options.reduce((sum, split) => sum + (request.sizes[split] ?? 0), 0);
  let before = 0;
  for (const split of SplitName.options) {
    const rows = request.sizes[split];
    if (rows === undefined) continue;
    await mkdir(join(folder, split));
    const report = (done: number) => request.onProgress?.({ done: before + done, total, unit: options.unit });
    index.splits[split] = { rows, ...(await writeSplit(options, request, folder, split, rows, report)) };
    before += rows;
  }
  return index;
}

async function writeSplit(
  { module, rowsPerChunk, views, truth }: NpyGeneratorOptions,
  { seed, workers = 2, signal }: GenerateRequest,
  folder: string,
  split: SplitName,
  rows: number,
  report: (done: number) => void,
): Promise<{ views: Record<string, DataFile>; truth: Record<string, DataFile> }> {
  const tasks: ChunkTask[] = [];
  for (let start = 0; start < rows; start += rowsPerChunk) {
    tasks.push({ seed: deriveSeed(seed, split), start, count: Math.min(rowsPerChunk, rows - start) });
  }
  const open: { name: string; dtype: WritableDtype; shape: number[]; npy: NpyFile }[] = [];
  try {
    for (const [name, { dtype, rowShape }] of Object.entries({ ...views, ...truth })) {
      const shape = [rows, ...rowShape];
      open.push({ name, dtype, shape, npy: await NpyFile.create(join(folder, split, `${name}.npy`), dtype, shape) });
    }
    let done = 0;
    for await (const chunk of produceChunks(module, tasks, { workers, signal })) {
      const count = tasks[done / rowsPerChunk]?.count ?? 0;
      for (const { name, shape, npy } of open) {
        const data = chunk[name];
        const expected = shape.slice(1).reduce((product, size) => product * size, count);
        if (data?.length !== expected)
          throw new Error(`produceChunk gave ${data?.length ?? 'no'} values of '${name}', expected ${expected}`);
        await npy.append(data);
      }
      done += count;
      report(done);
    }
    const files: Record<string, DataFile> = {};
    for (const { name, dtype, shape, npy } of open) files[name] = { file: `${split}/${name}.npy`, dtype, shape, ...(await npy.finish()) };
    const pick = (wanted: object) => Object.fromEntries(Object.entries(files).filter(([name]) => name in wanted));
    return { views: pick(views), truth: pick(truth) };
  } catch (error) {
    await Promise.allSettled(open.map(({ npy }) => npy.close()));
    throw error;
  }
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
