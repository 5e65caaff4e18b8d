import { readFile } from 'node:fs/promises';
import { ParticipantFault } from '@unblind/contracts';
import { NpyError, float64Column, readNpy } from '@unblind/tensors';
import { z } from 'zod';
import { readColumns } from '../kinds/read-columns';
import type { Predictions } from '../predictions';

const expected = 'a CSV or an array with the columns mu_hat, p16, p84 (and delta_mu_hat), or FAIR Universe’s JSON';

const Numbers = z.array(z.number());
/** What FAIR Universe's ingestion program writes for one set. */
const ResultSet = z.object({ mu_hats: Numbers, p16: Numbers, p84: Numbers, delta_mu_hats: Numbers.optional() });
const Results = z.union([ResultSet.transform((set) => [set]), z.array(ResultSet).min(1)]);

/**
 * Reads an interval for each pseudo-experiment, in the order of the split, from a CSV file, an npy array, or FAIR Universe's JSON
 * with one set after another.
 *
 * @throws ParticipantFault
 */
export async function readIntervalsFile(path: string, filename: string, experiments: number): Promise<Predictions> {
  const columns = await readColumnsOf(path, filename);
  const { muHats, p16, p84, deltas } = columns;
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

function readColumnsOf(path: string, filename: string): Promise<Columns> {
  if (filename.endsWith('.json')) return readJson(path);
  return filename.endsWith('.npy') ? readNumbers(path) : readCsv(path);
}

/** [experiments, 3], or with delta_mu_hat [experiments, 4]. */
async function readNumbers(path: string): Promise<Columns> {
  const { data, shape } = await readNpy(path).catch((error: unknown) => {
    if (!(error instanceof NpyError)) throw error;
    throw new ParticipantFault('predictions-unreadable', { message: error.message, expected, fix: error.fix });
  });
  const [rows = 0, width = 0] = shape;
  if (shape.length !== 2 || width < 3 || width > 4)
    throw new ParticipantFault('predictions-unreadable', {
      message: `The array is (${shape.join(', ')}).`,
      expected: '(experiments, 3): mu_hat, p16 and p84; a fourth column is delta_mu_hat',
      fix: 'Stack the columns: numpy.stack([mu_hat, p16, p84], axis=1).',
    });
  const column = (index: number) => Float64Array.from({ length: rows }, (_, row) => Number(data[row * width + index]));
  return { muHats: column(0), p16: column(1), p84: column(2), ...(width === 4 ? { deltas: column(3) } : {}) };
}

interface Columns {
  muHats: ArrayLike<number>;
  p16: ArrayLike<number>;
  p84: ArrayLike<number>;
  deltas?: ArrayLike<number>;
}

async function readCsv(path: string): Promise<Columns> {
  const [muHat, p16, p84] = [float64Column(['mu_hat']), float64Column(['p16']), float64Column(['p84'])];
  const delta = float64Column(['delta_mu_hat'], { optional: true });
  await readColumns(path, [muHat, p16, p84, delta], expected);
  const deltas = delta.values();
  return { muHats: muHat.values(), p16: p16.values(), p84: p84.values(), ...(deltas.length > 0 ? { deltas } : {}) };
}

async function readJson(path: string): Promise<Columns> {
  const text = await readFile(path, 'utf8');
  const unreadable = (message: string, fix: string) => new ParticipantFault('predictions-unreadable', { message, expected, fix });
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw unreadable(
      `The file is not valid JSON: ${error instanceof Error ? error.message : String(error)}.`,
      'Write valid JSON: double quotes, and no comments, trailing commas, NaN or Infinity.',
    );
  }
  const parsed = Results.safeParse(document);
  if (!parsed.success)
    throw unreadable(
      `The file does not have the expected form at ${parsed.error.issues[0]?.path.join('.') || 'its top level'}.`,
      'Write { mu_hats, p16, p84 } with numbers for each set.',
    );
  const sets = parsed.data;
  const haveDeltas = sets.every(({ delta_mu_hats: deltas }) => deltas);
  return {
    muHats: sets.flatMap(({ mu_hats }) => mu_hats),
    p16: sets.flatMap((set) => set.p16),
    p84: sets.flatMap((set) => set.p84),
    ...(haveDeltas ? { deltas: sets.flatMap(({ delta_mu_hats }) => delta_mu_hats ?? []) } : {}),
  };
}
