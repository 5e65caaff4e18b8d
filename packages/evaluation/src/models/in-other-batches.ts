import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ParticipantFault } from '@unblind/contracts';
import { NpyFile, encodeNpy, type TypedArray } from '@unblind/tensors';
import type { LocalSplit } from '../local-split';
import type { ModelOutput, ModelResult, ModelWithViews } from './model-run';
import { contractOf } from './run-model';
import { modelOnRows } from './run-onnx-rows';

/** Enough rows for several batches; more would only repeat what they show. */
const mostRows = 512;
/** No divisor or multiple of the usual batch, so that no two rows keep their company. */
const otherBatch = 37;

/** Sums in another order differ by rounding, more so on a GPU. Relative; absolute for values below 1. */
const tolerances = { cpu: 1e-3, cuda: 2e-2 } as const;

/** How some rows of a model's split are run again. */
interface Again {
  split: LocalSplit;
  batch: number;
  viewsDirectory: string;
}

/**
 * The check that a model's answers do not depend on the other rows of their batch: it runs some rows of the split in reverse order, in
 * batches of another size. Views for that are written to `folder`. The check throws a ParticipantFault `model-depends-on-batch`.
 */
export async function otherBatches(
  model: ModelWithViews,
  folder: string,
  on: keyof typeof tolerances,
): Promise<(usual: ModelResult, run: (again: Again) => Promise<ModelResult>) => Promise<void>> {
  const turned = await backwards(model, folder);
  return async (usual, run) => {
    // The answers of a model that draws random numbers differ anyway, which its results say.
    if (!turned || !usual.deterministic) return;
    const { output } = await run({ ...turned, viewsDirectory: folder });
    checkBatches(usual.output, output, on);
  };
}

/**
 * The first rows of a model's views in reverse order, as a split of their own in `folder`, and the batch size to run them in. Null for a model that takes one set at a
 * time: it sees no batch.
 */
export async function backwards(model: ModelWithViews, folder: string): Promise<{ split: LocalSplit; batch: number } | null> {
  const contract = contractOf(model.manifest, model.binding);
  if (contract.per === 'set') return null;
  const { inputs, rows: all } = await modelOnRows(model, contract);
  const rows = Math.min(all, mostRows);
  const views: Record<string, string> = {};
  await mkdir(folder, { recursive: true });
  for (const [at, { view }] of model.binding.inputs.entries()) {
    const path = inputs[at]?.path;
    if (path === undefined) continue;
    views[view] = join(folder, `${view}.npy`);
    await reverse(path, views[view], rows);
  }
  // Also a small sample is cut into batches.
  return { split: { rows, views, truth: {}, lengths: {} }, batch: Math.max(1, Math.min(otherBatch, Math.floor(rows / 3))) };
}

async function reverse(from: string, to: string, count: number): Promise<void> {
  const file = await NpyFile.open(from);
  try {
    const data = await file.readRows(0, count);
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const width = bytes.length / Math.max(count, 1);
    const turned = data.slice();
    const target = new Uint8Array(turned.buffer, turned.byteOffset, turned.byteLength);
    for (let row = 0; row < count; row++) target.set(bytes.subarray(row * width, (row + 1) * width), (count - 1 - row) * width);
    await writeFile(to, encodeNpy(file.dtype, [count, ...file.shape.slice(1)], turned));
  } finally {
    await file.close();
  }
}

/** Compares the answers for the same rows in another order and in batches of another size. @throws ParticipantFault `model-depends-on-batch` */
export function checkBatches(usual: ModelOutput, turned: ModelOutput, on: keyof typeof tolerances): void {
  const rows = turned.shape[0] ?? 0;
  const width = turned.data.length / Math.max(rows, 1);
  let [differing, first] = [0, -1];
  for (let row = 0; row < rows; row++) {
    if (agree(rowOf(usual.data, row, width), rowOf(turned.data, rows - 1 - row, width), tolerances[on])) continue;
    if (differing === 0) first = row;
    differing++;
  }
  if (differing === 0) return;
  const [before, after] = [rowOf(usual.data, first, width), rowOf(turned.data, rows - 1 - first, width)];
  throw new ParticipantFault('model-depends-on-batch', {
    message: 'the answers for some rows depend on the other rows of their batch',
    subject: `row ${first}`,
    expected: `the same answers to ${tolerances[on]} when the rows come in reverse order, in batches of another size`,
    got: `${differing} of ${rows} differ, the first in row ${first} (${after.join(', ')}, before ${before.join(', ')})`,
    fix: 'Freeze batch normalisation (model.eval() in PyTorch), and do not sort, normalise or pool over the batch.',
  });
}

function agree(usual: readonly number[], turned: readonly number[], tolerance: number): boolean {
  return usual.every((value, at) => Math.abs(value - (turned[at] ?? NaN)) <= tolerance * Math.max(1, Math.abs(value)));
}

function rowOf(data: TypedArray, row: number, width: number): number[] {
  return Array.from({ length: width }, (_, at) => Number(data[row * width + at]));
}
