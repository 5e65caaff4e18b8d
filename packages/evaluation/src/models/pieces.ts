/** A row, or the entries of a set, in a file that holds those of all one after another. */
export interface Piece {
  start: number;
  count: number;
}

/** The pieces of these sizes. */
export function piecesOf(sizes: readonly number[]): Piece[] {
  let start = 0;
  return sizes.map((count) => ({ start: (start += count) - count, count }));
}

/** Those with these indices. */
export const piecesAt = (pieces: readonly Piece[], indices: readonly number[] = []): Piece[] =>
  indices.map((index) => pieces[index] ?? { start: 0, count: 0 });

export const entriesOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, { count }) => sum + count, 0);

/** Writes the numbers of some pieces, one piece after another, to their places among those of all. @param width numbers of each entry */
export function spread(numbers: Float64Array, into: Float32Array | Float64Array, pieces: readonly Piece[], width = 1): void {
  let at = 0;
  for (const { start, count } of pieces) {
    into.set(numbers.subarray(at, at + count * width), start * width);
    at += count * width;
  }
}

/** The place among all entries of the entry with this index in some pieces. */
export function entryAt(pieces: readonly Piece[], index: number): number {
  let rest = index;
  for (const { start, count } of pieces) {
    if (rest < count) return start + rest;
    rest -= count;
  }
  return NaN;
}
