import { type CaseFamily, expectClose } from '../../../test/compare';
import { fixture, numbers, readCsv, readJson, vector } from '../../../test/read-vectors';
import { expectGroups } from '../../../test/groups';
import { ScoringRefusal } from '../../refusal';
import { scoreSelection } from '../../scorers/selection/selection';
import { ams } from './ams';
import { type SelectionTruth, expectedEvents, normaliseWeights } from './event-weights';

interface AmsVector {
  s: number | string;
  b: number;
  ams?: number | string;
  error?: string;
}
interface SolutionRow {
  EventId: number;
  Label: string;
  KaggleSet: string;
  KaggleWeight: number;
}
interface SubmissionCase {
  name: string;
  submission: [number, number | string, string][];
  public_ams?: number;
  private_ams?: number;
  kaggle_original: { ams?: number };
}
interface WindowCase {
  n_selected: number;
  s_kaggleweight: number;
  b_kaggleweight: number;
  s_rescaled: number;
  b_rescaled: number;
  ams: number;
}
interface Ams2014 {
  ams: AmsVector[];
  small_solution: SolutionRow[];
  submissions: SubmissionCase[];
  window_on_real_rows: WindowCase;
}

/** A few units in the last place. */
const tolerance = 1e-12;

/** What the reference's subtraction leaves of its digits at an AMS of 0.04, the smallest of the submissions. */
const afterSubtraction = 4e-11;

/** What this engine refuses and the references accept (or stop at without naming a row). */
const refused: Record<string, { refusal: string; difference: string }> = {
  rank_out_of_range: { refusal: 'value-invalid at 0', difference: 'kaggle_original accepts' },
  rank_out_of_range_signal: { refusal: 'value-invalid at 11', difference: 'both accept rank 999 of 12' },
  ranks_shifted_by_100: { refusal: 'value-invalid at 0', difference: 'kaggle_original accepts' },
  class_not_consistent_with_rank: { refusal: 'value-invalid at 3', difference: 'kaggle_original accepts' },
  missing_row: { refusal: 'id-missing at null', difference: 'both refuse, for another reason' },
  unknown_event_id_class_b: { refusal: 'id-unknown at 3', difference: 'kaggle_original accepts, the other crashes' },
  duplicate_event_id_class_s: { refusal: 'id-duplicate at 11', difference: 'both count the event twice' },
};

const realEvents = 'higgsml/real/atlas-higgs-challenge-2014-v2.first-rows.csv.gz';

export const families: CaseFamily[] = [
  { name: 'HiggsML 2014: AMS and submissions', groups: ['higgsml/cases.json#ams2014'], run: runAms2014 },
  {
    name: 'HiggsML 2014: a cut on real events',
    groups: ['higgsml/cases.json#ams2014'],
    fixtures: [realEvents],
    run: () => compareWindow(ams2014().window_on_real_rows, fixture(realEvents)),
  },
  {
    name: 'HiggsML 2014: a cut on simulated events',
    groups: ['higgsml/simulated/expected.json#window'],
    run: () =>
      compareWindow((readJson('higgsml/simulated/expected.json') as { window: WindowCase }).window, vector('higgsml/simulated/events.csv')),
  },
];

function ams2014(): Ams2014 {
  const { ams2014: groups } = readJson('higgsml/cases.json') as { ams2014: Ams2014 };
  expectGroups(groups, ['ams', 'small_solution', 'submissions', 'window_on_real_rows'], 'ams2014');
  return groups;
}

function runAms2014(): number {
  const { ams: cases, small_solution: solution, submissions } = ams2014();
  cases.forEach(compareAms);
  submissions.forEach((submission) => compareSubmission(solution, submission));
  return cases.length + 3 * submissions.length;
}

function compareAms(expected: AmsVector): void {
  const [s, b] = [Number(expected.s), expected.b];
  const what = `ams(${s}, ${b})`;
  if (expected.error?.includes('radicand')) return expectAms(ams(s, b), 0, { s, b }, what);
  // The difference: NaN is refused, where the reference returns NaN.
  if (expected.error === undefined && expected.ams !== 'nan') return expectAms(ams(s, b), Number(expected.ams), { s, b }, what);
  try {
    ams(s, b);
  } catch (error) {
    if (error instanceof RangeError) return;
    throw error;
  }
  throw new Error(`${what} was not refused`);
}

/** The difference: the reference subtracts, loses the last digits of s + b, and stops where that takes its radicand below 0. */
function expectAms(actual: number, expected: number, { s, b }: { s: number; b: number }, what: string): void {
  const rounding = 4 * Number.EPSILON * (s + b + 10);
  if (Math.abs(actual ** 2 - expected ** 2) > rounding) expectClose(actual, expected, tolerance, what);
}

function truthOf(solution: SolutionRow[], scored: (row: SolutionRow) => boolean): SelectionTruth {
  return {
    eventIds: Int32Array.from(solution, (row) => row.EventId),
    isSignal: Uint8Array.from(solution, (row) => (row.Label === 's' ? 1 : 0)),
    weights: Float64Array.from(solution, (row) => row.KaggleWeight),
    scored: Uint8Array.from(solution, (row) => (scored(row) ? 1 : 0)),
  };
}

function compareSubmission(solution: SolutionRow[], { name, submission, ...expected }: SubmissionCase): void {
  const predictions = {
    eventIds: Int32Array.from(submission, ([id]) => id),
    rankOrder: Float64Array.from(submission, ([, rank]) => Number(rank)),
    classes: submission.map(([, , label]) => label),
  };
  const score = (scored: (row: SolutionRow) => boolean) =>
    scoreSelection(truthOf(solution, scored), predictions, { metrics: ['ams'], replicates: 0, seed: '' }).metrics[0]?.value ?? NaN;
  const expectedRefusal = refused[name]?.refusal;
  if (expectedRefusal !== undefined) {
    const refusal = refusalOf(() => score(() => true));
    if (refusal !== expectedRefusal) throw new Error(`${name}: expected ${expectedRefusal}, got ${refusal}`);
    return;
  }
  expectClose(
    score(({ KaggleSet }) => KaggleSet === 'b'),
    expected.public_ams ?? NaN,
    afterSubtraction,
    `${name}, public`,
  );
  expectClose(
    score(({ KaggleSet }) => KaggleSet === 'v'),
    expected.private_ams ?? NaN,
    afterSubtraction,
    `${name}, private`,
  );
  expectClose(
    score(() => true),
    expected.kaggle_original.ams ?? NaN,
    afterSubtraction,
    `${name}, all rows`,
  );
}

function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof ScoringRefusal) return `${error.code} at ${error.index}`;
    throw error;
  }
  return 'scored';
}

/** The cut |m_MMC - 125| < 22, with the weights brought to the full sample. */
function compareWindow(expected: WindowCase, events: Buffer): number {
  const rows = readCsv(events);
  const mass = numbers(rows['DER_mass_MMC']);
  const weights = numbers(rows['KaggleWeight']);
  const isSignal = Uint8Array.from(rows['Label'] ?? [], (label) => (label === 's' ? 1 : 0));
  const inWindow = Uint8Array.from(mass, (value) => (Math.abs(value - 125) < 22 ? 1 : 0));
  const sum = (of: Float64Array, label: number) =>
    of.reduce((total, weight, i) => total + (inWindow[i] === 1 && isSignal[i] === label ? weight : 0), 0);
  const rescaled = normaliseWeights(weights, isSignal, expectedEvents);
  expectClose(
    inWindow.reduce((a, b) => a + b, 0),
    expected.n_selected,
    0,
    'selected',
  );
  // Sums of thousands of weights in another order than numpy's.
  expectClose(sum(weights, 1), expected.s_kaggleweight, tolerance, 's');
  expectClose(sum(weights, 0), expected.b_kaggleweight, tolerance, 'b');
  expectClose(sum(rescaled, 1), expected.s_rescaled, tolerance, 's rescaled');
  expectClose(sum(rescaled, 0), expected.b_rescaled, tolerance, 'b rescaled');
  // The radicand is what is left of 455.9 - 454.7: it carries the rounding of the sums 400 times enlarged.
  expectClose(ams(sum(rescaled, 1), sum(rescaled, 0)), expected.ams, 1e-11, 'AMS');
  return 1;
}
