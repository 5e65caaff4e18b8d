import { inOrderOfUse, isOpen, parts, rowsOf, type Part, type SplitName, type Variation } from '@unblind/contracts';
import { deriveSeed, type Seed } from '@unblind/random';
import type { DataGenerator, GenerateRequest, Shifts } from './data-generator';
import { drawLabels, drawParts } from './hidden-draws';
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
  /**
   * The share of rows with the label 1, of a part of a split or of a whole one. Tasks then bring labels in these numbers. Default, and
   * where it is null: none.
   */
  share?: (split: SplitName, part: Part | 'whole') => number | null;
  /** The rows of an imported data set under those shifts of the task that need nothing but these tensors. Default none. */
  shiftRows?: (nominal: Tensors, task: ChunkTask) => Record<string, Tensors>;
}

/** A generator of data sets made of npy files. A row depends only on the split's seed or key, its number and its label. */
export function npyGenerator(options: NpyGeneratorOptions): DataGenerator {
  const { unit, shifts, views, truth, shiftRows } = options;
  return {
    unit,
    shifts,
    kinds: { views, truth },
    ...(shiftRows ? { shiftRows } : {}),
    generate(request) {
      const { directory, seed, openTruth = false } = request;
      const about = { simulated: true, openTruth, seed, provenance: null };
      return writeDataSet({ directory, kinds: { views, truth }, about, blocks: produce(options, request) });
    },
  };
}

async function* produce(options: NpyGeneratorOptions, request: GenerateRequest): AsyncGenerator<DataBlock> {
  const { workers = 2, signal } = request;
  const total = Object.values(request.sizes).reduce<number>((sum, size) => sum + rowsOf(size), 0);
  let done = 0;
  for (const split of inOrderOfUse(Object.keys(request.sizes))) {
    const tasks = tasksOf(options, request, split);
    let next = 0;
    for await (const chunk of produceChunks(options.module, tasks, { workers, signal })) {
      const { count, part } = tasks[next++]!;
      yield { split, count, chunk, ...(part ? { part } : {}) };
      done += count;
      request.onProgress?.({ done, total, unit: options.unit });
    }
  }
}

function tasksOf({ rowsPerChunk, share }: NpyGeneratorOptions, request: GenerateRequest, split: SplitName): ChunkTask[] {
  const size = request.sizes[split] ?? 0;
  const rows = rowsOf(size);
  const isShifted = request.shiftedSplits?.includes(split) ?? split !== 'train';
  const variations: readonly Variation[] = isShifted ? (request.variations ?? []) : [];
  const dataSeed = seedFor(request, split);
  const seed = deriveSeed(dataSeed, split);
  const part = typeof size === 'number' ? null : drawParts(seed, size);
  const shares = (part ? parts : (['whole'] as const)).map((name) => share?.(split, name) ?? null);
  const labels = shares.every((one) => one !== null) ? drawLabels(seed, part ?? new Uint8Array(rows), shares) : null;
  const tasks: ChunkTask[] = [];
  for (let start = 0; start < rows; start += rowsPerChunk) {
    const count = Math.min(rowsPerChunk, rows - start);
    const drawn = {
      ...(part ? { part: part.slice(start, start + count) } : {}),
      ...(labels ? { labels: labels.slice(start, start + count) } : {}),
    };
    tasks.push({ dataSeed, split, seed, start, count, rows, variations, ...drawn });
  }
  return tasks;
}

/** What everybody may make again comes from the published seed, everything else from the key. */
function seedFor({ seed, key, openTruth = false }: GenerateRequest, split: SplitName): Seed {
  if (openTruth || isOpen(split)) return seed;
  if (!key) throw new Error(`the truth of the split ${split} is hidden, and there is no key to make it from`);
  return key;
}
