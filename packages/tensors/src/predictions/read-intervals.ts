import { ParticipantFault } from '@unblind/contracts';
import { NpyError, type NpyArray } from '@unblind/npy';
import { readArray } from '../files/read-array';
import type { SourceFile } from '../files/source-file';
import { float64Column } from '../tables/columns';
import { readIntervalSets } from './interval-sets';
import { readColumns } from './read-columns';

const expected = 'a CSV or an array with the columns mu_hat, p16, p84 (and delta_mu_hat), or FAIR Universe’s JSON';

/**
 * Reads an interval for each pseudo-experiment, in the order of the split, from a CSV file, an npy array, or FAIR Universe's JSON
 * with one set after another.
 *
 * @throws ParticipantFault
 */
export async function readIntervals(file: SourceFile, filename: string, experiments: number): Promise<Record<string, NpyArray>> {
  const { muHats, p16, p84, deltas } = await readColumnsOf(file, filename, experiments);
  const lengths = [muHats, p16, p84, ...(deltas ? [deltas] : [])].map(({ length }) => length);
  if (lengths.some((length) => length !== experiments))
    throw new ParticipantFault('predictions-length', {
      message: `The file holds ${[...new Set(lengths)].join(' and ')} values; the split has ${experiments} pseudo-experiments.`,
      expected: `${experiments} intervals`,
      got: lengths.join(', '),
      fix: 'Give one interval for each pseudo-experiment, in their order.',
    });
  checkNumbers({ mu_hat: muHats, p16, p84, ...(deltas ? { delta_mu_hat: deltas } : {}) });
  const data = Float64Array.from({ length: 3 * experiments }, (_, i) => [muHats, p16, p84][i % 3]?.[Math.floor(i / 3)] ?? NaN);
  return {
    intervals: { dtype: 'float64', shape: [experiments, 3], data },
    ...(deltas ? { delta_mu_hats: { dtype: 'float64', shape: [experiments], data: Float64Array.from(deltas) } } : {}),
  };
}

function checkNumbers(columns: { p16: ArrayLike<number>; p84: ArrayLike<number> } & Record<string, ArrayLike<number>>): void {
  const { p16, p84 } = columns;
  for (let row = 0; row < p16.length; row++) {
    for (const [name, values] of Object.entries(columns))
      if (!Number.isFinite(values[row]))
        throw new ParticipantFault('predictions-not-finite', {
          message: `Experiment ${row}: ${name} must be finite, not ${values[row]}.`,
          subject: `row ${row}`,
          expected: 'a finite number',
          got: String(values[row]),
          fix: `Give a finite ${name} for every pseudo-experiment.`,
        });
    if (Number(p84[row]) < Number(p16[row]))
      throw new ParticipantFault('predictions-unreadable', {
        message: `Experiment ${row}: p84 = ${p84[row]} is below p16 = ${p16[row]}.`,
        subject: `row ${row}`,
        expected: `p84 of at least ${p16[row]}`,
        got: String(p84[row]),
        fix: 'Make p16 the lower and p84 the upper end of the interval; exchange them if they are swapped.',
      });
  }
}

function readColumnsOf(file: SourceFile, filename: string, experiments: number): Promise<Columns> {
  if (filename.endsWith('.json')) return readIntervalSets(file, experiments);
  return filename.endsWith('.npy') ? readNumbers(file, experiments) : readCsv(file, experiments);
}

/** [experiments, 3], or with delta_mu_hat [experiments, 4]. The shape is checked before the numbers are read. */
async function readNumbers(file: SourceFile, experiments: number): Promise<Columns> {
  const { shape, data } = await readArray(file, ({ shape }) => checkShape(shape, experiments)).catch((error: unknown) => {
    if (!(error instanceof NpyError)) throw error;
    throw new ParticipantFault('predictions-unreadable', { message: error.message, expected, fix: error.fix });
  });
  const [rows = 0, width = 0] = shape;
  const column = (index: number) => Float64Array.from({ length: rows }, (_, row) => Number(data[row * width + index]));
  return { muHats: column(0), p16: column(1), p84: column(2), ...(width === 4 ? { deltas: column(3) } : {}) };
}

function checkShape(shape: readonly number[], experiments: number): void {
  const [rows, width = 0] = shape;
  const isTable = shape.length === 2 && width >= 3 && width <= 4;
  if (isTable && rows === experiments) return;
  throw new ParticipantFault(isTable ? 'predictions-length' : 'predictions-unreadable', {
    message: `The array is (${shape.join(', ')}).`,
    expected: `(${experiments}, 3): mu_hat, p16 and p84; a fourth column is delta_mu_hat`,
    got: `(${shape.join(', ')})`,
    fix: 'Stack the columns, one row for each pseudo-experiment: numpy.stack([mu_hat, p16, p84], axis=1).',
  });
}

interface Columns {
  muHats: ArrayLike<number>;
  p16: ArrayLike<number>;
  p84: ArrayLike<number>;
  deltas?: ArrayLike<number>;
}

async function readCsv(file: SourceFile, experiments: number): Promise<Columns> {
  const [muHat, p16, p84] = [float64Column(['mu_hat']), float64Column(['p16']), float64Column(['p84'])];
  const delta = float64Column(['delta_mu_hat'], { optional: true });
  await readColumns(file, [muHat, p16, p84, delta], { expected, rows: experiments });
  const deltas = delta.values();
  return { muHats: muHat.values(), p16: p16.values(), p84: p84.values(), ...(deltas.length > 0 ? { deltas } : {}) };
}
