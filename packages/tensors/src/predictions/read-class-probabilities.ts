import type { NpyArray } from '@unblind/npy';
import type { SourceFile } from '../files/source-file';
import { readByFormat } from './by-format';
import { classProbabilitiesFromCsv } from './class-csv';
import { unreadable, wrongLength } from './score-faults';

export interface ClassProbabilityOptions {
  rows: number;
  /** In the order in which they are returned. */
  classes: readonly string[];
  /** Event ids in the order of the split, for csv files keyed by id; absent, they are 0 to rows - 1. */
  ids?: readonly string[];
  /** The original name of the file, used only in messages; the format is detected from the content. */
  filename?: string;
}

/**
 * A probability of each class for each event, row-major [rows, classes], in the order of the split and of the classes, from .npy,
 * .npz, .csv or .csv.gz. A csv has a column named after each class, in any order, and may have one of ids. An
 * array is [N, K] with the classes in the given order; an npz may hold one array [N] for each class by its name instead. Whether the
 * numbers are probabilities is not checked here.
 *
 * @throws ParticipantFault predictions-unreadable (with the class whose column is missing, unknown or twice there), -length, -ids;
 * file-empty, file-too-large
 */
export function readClassProbabilities(file: SourceFile, options: ClassProbabilityOptions): Promise<Float64Array> {
  const { rows, classes, ids, filename } = options;
  return readByFormat(
    file,
    { rows, numbersPerRow: classes.length, filename },
    {
      checkShape: (array) => checkMatrix(array, options),
      array: (array) => ofMatrix(array, options),
      archive: (arrays) => ofArchive(arrays, options),
      csv: (csv) => classProbabilitiesFromCsv(csv, { rows, classes, ids }),
    },
  );
}

function checkMatrix({ dtype, shape }: Pick<NpyArray, 'dtype' | 'shape'>, { rows, classes }: ClassProbabilityOptions): void {
  const shown = `${dtype} (${shape.join(', ')})`;
  if (shape.length !== 2 || shape[1] !== classes.length)
    throw unreadable(
      `The array is ${shown}; there are ${classes.length} classes.`,
      `(${rows}, ${classes.length}) with the columns ${classes.join(', ')}`,
      shown,
      'Send a probability of each class for each event, the classes in this order.',
    );
  if (shape[0] !== rows) throw wrongLength(rows, shown);
}

function ofMatrix(array: NpyArray, options: ClassProbabilityOptions): Float64Array {
  checkMatrix(array, options);
  return Float64Array.from(array.data, Number);
}

const matrixNames = ['probabilities', 'scores', 'predictions'];

/** The only array, or the one with the expected name, or one array for each class. */
function ofArchive(arrays: ReadonlyMap<string, NpyArray>, options: ClassProbabilityOptions): Float64Array {
  const { classes } = options;
  if (classes.every((name) => arrays.has(name))) return ofColumns(arrays, options);
  const [only, second] = arrays.values();
  const chosen = second === undefined ? only : matrixNames.flatMap((name) => arrays.get(name) ?? [])[0];
  if (chosen) return ofMatrix(chosen, options);
  const names = [...arrays.keys()].join(', ');
  throw unreadable(
    `The npz file holds ${names || 'no array'}.`,
    `one array [N, ${classes.length}], or one array [N] for each of ${classes.join(', ')}`,
    names,
    'Save it with numpy.savez(path, probabilities=array).',
  );
}

function ofColumns(arrays: ReadonlyMap<string, NpyArray>, { rows, classes }: ClassProbabilityOptions): Float64Array {
  const probabilities = new Float64Array(rows * classes.length);
  classes.forEach((name, column) => {
    const { shape = [], data = [], dtype } = arrays.get(name) ?? {};
    if (shape.length !== 1 || shape[0] !== rows) throw wrongLength(rows, `${name} as ${dtype} (${shape.join(', ')})`);
    for (let row = 0; row < rows; row++) probabilities[row * classes.length + column] = Number(data[row]);
  });
  return probabilities;
}
