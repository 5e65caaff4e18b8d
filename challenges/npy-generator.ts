import { inOrderOfUse, isOpen, type SplitName, type Variation } from '@unblind/contracts';
import { deriveSeed } from '@unblind/random';
import type { DataGenerator, GenerateRequest, Shifts } from './data-generator';
import { produceChunks, type ChunkTask, type Tensors } from './produce-chunks';
import type { TensorKinds } from './tensor-files';
import { writeDataSet, type DataBlock } from './write-data-set';

/** A challenge's description of its rows; its module also exports `produceChunk(task)`, which returns these tensors by name. */
export interface NpyGeneratorOptions {
  /** The path of the challenge's data.ts: `__filename`. */
  module: string;
  /** What the rows are, in the plural, for progress messages: 'jets'. */
  unit: string;
  rowsPerChunk: number;
  /** The shifts that the variations in challenge.yaml may use. */
  shifts: Shifts;
  views: TensorKinds;
  truth: TensorKinds;
  /** The rows of an imported data set under those shifts of the task that need nothing but these tensors. Default none. */
  shiftRows?: (nominal: Tensors, task: ChunkTask) => Record<string, Tensors>;
}

/** A generator of data sets made of npy files. A row depends only on the seed, the split and its number. */
export function npyGenerator(options: NpyGeneratorOptions): DataGenerator {
  const { unit, shifts, views, truth, shiftRows } = options;
  return {
    unit,
    shifts,
    kinds: { views, truth },
    ...(shiftRows ? { shiftRows } : {}),
    generate(request) {
      const about = { simulated: true, openTruth: false, seed: request.seed, provenance: null };
      return writeDataSet({ directory: request.directory, kinds: { views, truth }, about, blocks: produce(options, request) });
    },
  };
}

async function* produce({ module, unit, rowsPerChunk }: NpyGeneratorOptions, request: GenerateRequest): AsyncGenerator<DataBlock> {
  const { workers = 2, signal } = request;
  const total = Object.values(request.sizes).reduce((sum, rows) => sum + rows, 0);
  let done = 0;
  for (const split of inOrderOfUse(Object.keys(request.sizes))) {
    const tasks = tasksOf(request, split, rowsPerChunk);
    let next = 0;
    for await (const chunk of produceChunks(module, tasks, { workers, signal })) {
      const count = tasks[next++]!.count;
      yield { split, count, chunk };
      done += count;
      request.onProgress?.({ done, total, unit });
    }
  }
}

function tasksOf(request: GenerateRequest, split: SplitName, rowsPerChunk: number): ChunkTask[] {
  const { seed, testSeed = seed } = request;
  const rows = request.sizes[split] ?? 0;
  const isShifted = request.shiftedSplits?.includes(split) ?? split !== 'train';
  const variations: readonly Variation[] = isShifted ? (request.variations ?? []) : [];
  const dataSeed = isOpen(split) ? seed : testSeed;
  const tasks: ChunkTask[] = [];
  for (let start = 0; start < rows; start += rowsPerChunk)
    tasks.push({
      dataSeed,
      split,
      seed: deriveSeed(dataSeed, split),
      start,
      count: Math.min(rowsPerChunk, rows - start),
      rows,
      variations,
    });
  return tasks;
}
