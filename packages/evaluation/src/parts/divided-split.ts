import { parts, PlatformFault, type Part } from '@unblind/contracts';
import type { NpyArray } from '@unblind/tensors';
import { truthTensor } from '../kinds/tensors';
import type { LocalSplit } from '../local-split';
import { takeRows, type Range } from './take-rows';

/** A split with its truth, and the rows of it that one part has. */
export interface PartOfSplit {
  split: LocalSplit;
  /** Ascending. */
  rows: readonly number[];
}

/**
 * The rows of a part, by the truth tensor `part` of the unshifted split: rows under a shift are the same ones.
 *
 * @throws PlatformFault if the tensor does not name a part for each row
 */
export async function rowsOfPart(nominal: LocalSplit, part: Part): Promise<number[]> {
  const { data } = await truthTensor(nominal, 'part');
  const code = parts.indexOf(part);
  const codes = Array.from(data, Number);
  if (codes.length !== nominal.rows || codes.some((value) => value >= parts.length)) throw broken('part', nominal.rows);
  return [...codes.keys()].filter((row) => codes[row] === code);
}

/**
 * The entries of a tensor that belong to the rows: one for each row or, where rows are sets, as many as the set has.
 *
 * @param name of a tensor whose lengths the split knows; for another one they are found by their sum
 * @throws PlatformFault if the tensor fits neither the rows nor the sets of the split
 */
export function entriesOf({ split, rows }: PartOfSplit, tensor: NpyArray, name: string): NpyArray {
  const [size = 0] = tensor.shape;
  const lengths = split.lengths[name] ?? (size === split.rows ? undefined : lengthsWithSum(split, size));
  if (lengths) return takeRows(tensor, rangesOf(rows, lengths));
  if (size !== split.rows) throw broken(name, split.rows);
  return takeRows(
    tensor,
    rows.map((row) => [row, row + 1]),
  );
}

function lengthsWithSum({ lengths }: LocalSplit, size: number): readonly number[] | undefined {
  return Object.values(lengths).find((of) => of.reduce((sum, length) => sum + length, 0) === size);
}

function rangesOf(rows: readonly number[], lengths: readonly number[]): Range[] {
  const starts = [0];
  for (const length of lengths) starts.push((starts.at(-1) ?? 0) + length);
  return rows.map((row) => [starts[row] ?? 0, starts[row + 1] ?? 0]);
}

function broken(name: string, rows: number): PlatformFault {
  return new PlatformFault('data-missing', {
    message: `'${name}' does not fit the ${rows} rows of the split, which is divided into parts.`,
    fix: 'Prepare the data set again.',
  });
}
