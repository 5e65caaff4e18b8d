import type { NpyArray } from '@unblind/npy';
import { unreadable, wrongLength } from './score-faults';

type Description = Pick<NpyArray, 'dtype' | 'shape'>;

/** The number of columns and the column of the scores in an array of [N], [N, 1] or [N, 2], determined before the data are read. */
export function columnOf({ dtype, shape }: Description, rows: number, select: number): { columns: number; column: number } {
  const [count = 1, columns = 1, ...more] = shape;
  const shown = `${dtype} (${shape.join(', ')})`;
  // A row vector, as Julia and MATLAB write one.
  if (count === 1 && rows > 1 && columns === rows && shape.length === 2) return { columns: 1, column: 0 };
  if (shape.length === 0 || more.length > 0 || columns < 1 || columns > 2) {
    const expected = `(${rows},), (${rows}, 1) or (${rows}, 2)`;
    throw unreadable(`The array is ${shown}.`, expected, shown, 'Send one score for each event.');
  }
  if (count !== rows) throw wrongLength(rows, shown);
  return { columns, column: columns === 2 ? select : 0 };
}

export function scoresOf(array: NpyArray, rows: number, select: number): Float64Array {
  const { columns, column } = columnOf(array, rows, select);
  return Float64Array.from({ length: rows }, (_, row) => Number(array.data[row * columns + column]));
}

const scoreNames = ['scores', 'score', 'predictions'];

/** The array of scores in an npz file: the only array, or the one named `scores`. */
export function scoreArray(arrays: ReadonlyMap<string, NpyArray>): NpyArray {
  const [only, second] = arrays.values();
  const named = scoreNames.flatMap((name) => arrays.get(name) ?? [])[0];
  const chosen = second === undefined ? only : named;
  if (chosen) return chosen;
  const names = [...arrays.keys()].join(', ');
  throw unreadable(
    `The npz file holds ${names || 'no array'}.`,
    'one array, or one named scores',
    names,
    'Save it with numpy.savez(path, scores=array).',
  );
}
