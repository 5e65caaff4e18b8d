import { ParticipantFault } from '@unblind/contracts';
import { NpyError, NpyFile, float64Column } from '@unblind/tensors';
import { readColumns } from '../kinds/read-columns';
import type { Predictions } from '../predictions';
import { readIntervalSets } from './read-interval-sets';

const expected = 'a CSV or an array with the columns mu_hat, p16, p84 (and delta_mu_hat), or FAIR Universe’s JSON';

/**
 * Reads an interval for each pseudo-experiment, in the order of the split, from a CSV file, an npy array, or FAIR Universe's JSON
 * with one set after another.
 *
 * @throws ParticipantFault
 */
export async function readIntervalsFile(path: string, filename: string, experiments: number): Promise<Predictions> {
  const { muHats, p16, p84, deltas } = await readColumnsOf(path, filename, experiments);
  const lengths = [muHats, p16, p84, ...(deltas ? [deltas] : [])].map(({ length }) => length);
  if (lengths.some((length) => length !== experiments))
    throw new ParticipantFault('predictions-length', {
      message: `The file holds ${[...new Set(lengths)].join(' and ')} values; the split has ${experiments} pseudo-experiments.`,
      expected: `${experiments} intervals`,
      got: lengths.join(', '),
      fix: 'Give one interval for each pseudo-experiment, in their order.',
    });
  const data = Float64Array.from({ length: 3 * experiments }, (_, i) => [muHats, p16, p84][i % 3]?.[Math.floor(i / 3)] ?? NaN);
  return {
    intervals: { dtype: 'float64', shape: [experiments, 3], data },
    ...(deltas ? { delta_mu_hats: { dtype: 'float64', shape: [experiments], data: Float64Array.from(deltas) } } : {}),
  };
}

function readColumnsOf(path: string, filename: string, experiments: number): Promise<Columns> {
  if (filename.endsWith('.json')) return readIntervalSets(path, experiments);
  return filename.endsWith('.npy') ? readNumbers(path, experiments) : readCsv(path, experiments);
}

/** [experiments, 3], or with delta_mu_hat [experiments, 4]. The shape is checked before the numbers are read. */
async function readNumbers(path: string, experiments: number): Promise<Columns> {
  const file = await NpyFile.open(path).catch((error: unknown) => {
    if (!(error instanceof NpyError)) throw error;
    throw new ParticipantFault('predictions-unreadable', { message: error.message, expected, fix: error.fix });
  });
  try {
    const { shape } = file;
    const [rows = 0, width = 0] = shape;
    if (shape.length !== 2 || rows !== experiments || width < 3 || width > 4)
      throw new ParticipantFault(shape.length === 2 && width >= 3 && width <= 4 ? 'predictions-length' : 'predictions-unreadable', {
        message: `The array is (${shape.join(', ')}).`,
        expected: `(${experiments}, 3): mu_hat, p16 and p84; a fourth column is delta_mu_hat`,
        got: `(${shape.join(', ')})`,
        fix: 'Stack the columns, one row for each pseudo-experiment: numpy.stack([mu_hat, p16, p84], axis=1).',
      });
    const data = await file.readAll();
    const column = (index: number) => Float64Array.from({ length: rows }, (_, row) => Number(data[row * width + index]));
    return { muHats: column(0), p16: column(1), p84: column(2), ...(width === 4 ? { deltas: column(3) } : {}) };
  } finally {
    await file.close();
  }
}

interface Columns {
  muHats: ArrayLike<number>;
  p16: ArrayLike<number>;
  p84: ArrayLike<number>;
  deltas?: ArrayLike<number>;
}

async function readCsv(path: string, experiments: number): Promise<Columns> {
  const [muHat, p16, p84] = [float64Column(['mu_hat']), float64Column(['p16']), float64Column(['p84'])];
  const delta = float64Column(['delta_mu_hat'], { optional: true });
  await readColumns(path, [muHat, p16, p84, delta], { expected, rows: experiments });
  const deltas = delta.values();
  return { muHats: muHat.values(), p16: p16.values(), p84: p84.values(), ...(deltas.length > 0 ? { deltas } : {}) };
}
