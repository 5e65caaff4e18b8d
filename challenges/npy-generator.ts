import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SplitName, type DataSetFile, type DataSetIndex } from '@unblind/contracts';
import { deriveSeed } from '@unblind/simulation';
import { NpyWriter, elementsOf, type NpyDtype } from '@unblind/tensors';
import { indexFile, type DataGenerator, type GenerateRequest } from './data-generator';
import { produceChunks, type ChunkTask } from './produce-chunks';

/** What a challenge tells about its rows; its module also exports `produceChunk(task)`, which returns these tensors by name. */
export interface NpyGeneratorOptions {
  /** The challenge's data.ts itself: `__filename`. */
  module: string;
  /** What a row is, in the plural, for progress: 'jets'. */
  unit: string;
  rowsPerChunk: number;
  views: Record<string, { dtype: NpyDtype; rowShape: readonly number[] }>;
  truth: Record<string, { dtype: NpyDtype; rowShape: readonly number[] }>;
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
  { seed, testSeed = seed, workers = 2, signal }: GenerateRequest,
  folder: string,
  split: SplitName,
  rows: number,
  report: (done: number) => void,
): Promise<{ views: Record<string, DataSetFile>; truth: Record<string, DataSetFile> }> {
  const tasks: ChunkTask[] = [];
  for (let start = 0; start < rows; start += rowsPerChunk) {
    tasks.push({ seed: deriveSeed(isTest(split) ? testSeed : seed, split), start, count: Math.min(rowsPerChunk, rows - start) });
  }
  const tensors: { name: string; dtype: NpyDtype; rowShape: readonly number[]; file: string; npy: NpyWriter }[] = [];
  try {
    for (const [name, { dtype, rowShape }] of Object.entries({ ...views, ...truth })) {
      const file = `${split}/${name}.npy`;
      tensors.push({ name, dtype, rowShape, file, npy: await NpyWriter.create(join(folder, file), dtype, rowShape) });
    }
    let done = 0;
    for await (const chunk of produceChunks(module, tasks, { workers, signal })) {
      const count = tasks[done / rowsPerChunk]?.count ?? 0;
      for (const { name, rowShape, npy } of tensors) {
        const data = chunk[name];
        const expected = elementsOf([count, ...rowShape]);
        if (data?.length !== expected)
          throw new Error(`produceChunk gave ${data?.length ?? 'no'} values of '${name}', expected ${expected}`);
        await npy.append(data);
      }
      done += count;
      report(done);
    }
  } catch (error) {
    await Promise.allSettled(tensors.map(({ npy }) => npy.discard()));
    throw error;
  }
  const files: Record<string, DataSetFile> = {};
  for (const { name, dtype, rowShape, file, npy } of tensors) {
    await npy.finish();
    files[name] = { file, dtype, shape: [rows, ...rowShape], ...(await digest(join(folder, file))) };
  }
  const pick = (wanted: object) => Object.fromEntries(Object.entries(files).filter(([name]) => name in wanted));
  return { views: pick(views), truth: pick(truth) };
}

async function digest(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path)) hash.update(part);
  return { bytes: (await stat(path)).size, sha256: hash.digest('hex') };
}

const isTest = (split: SplitName): boolean => split === 'public' || split === 'private';

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
