import { type CaseFamily, expectClose } from '../../../test/compare';
import { readJson } from '../../../test/read-vectors';
import { expectGroups } from '../../../test/groups';
import { ScoringRefusal } from '../../refusal';
import { scoreIntervalEstimation } from '../../scorers/interval-estimation/interval-estimation';
import { checkIntervals, type IntervalEstimates } from './interval-submission';
import { outcomesOf, summarise } from './interval-summary';
import { meanAbsoluteError, rootMeanSquareError } from './point-errors';
import { coveragePenalty, quantileScore } from './quantile-score';

interface Scores {
  interval: number;
  coverage: number;
  quantiles_score: number;
}
interface GridPoint {
  n: number;
  covered: number;
  interval: number;
  coverage: number;
  score: number;
  f_from_score: number;
}
interface ArrayCase {
  name: string;
  mu: number[];
  p16: (number | string)[];
  p84: (number | string)[];
  interval: number | string;
  coverage: number;
  score: number | string;
}
interface PointCase {
  mu: number;
  mu_hat: number;
  delta_mu_hat: number;
  rmse: number;
  mae: number;
}
interface WholeSubmission {
  name: string;
  ground_truth_mus: number[];
  results: { mu_hats: number[]; delta_mu_hats: number[]; p16: number[]; p84: number[] }[];
  scores: Scores & { rmse: number; mae: number };
  per_set: (Scores & { rmse: number; mae: number; set_size: number })[];
  bootstrap?: { indices: number[][] } & Record<keyof Scores, number[]>;
}
interface FairScoring {
  quantiles_score_grid: GridPoint[];
  quantiles_score_arrays: ArrayCase[];
  rmse_mae: PointCase[];
  whole_submissions: WholeSubmission[];
}

/** Sums in another order than numpy's pairwise one. */
const tolerance = 1e-12;
/** Far from the nominal coverage the penalty is the 4th power of a difference of nearly equal numbers. */
const penaltyTolerance = 1e-10;

/** What this engine refuses: the reference gives a positive width to an inverted interval, and scores NaN and infinities. */
const refused: Record<string, string> = {
  inverted_all: 'value-invalid at 0',
  nan_p16: 'not-finite at 0',
  inf_p84: 'not-finite at 0',
  inf_both: 'not-finite at 0',
};

const groups = ['higgsml/cases.json#fair_scoring'];
export const families: CaseFamily[] = [
  {
    name: 'FAIR Universe: quantile score over coverage and width',
    groups,
    run: () => each(vectors().quantiles_score_grid, compareGrid),
  },
  { name: 'FAIR Universe: quantile score of intervals', groups, run: () => each(vectors().quantiles_score_arrays, compareArrays) },
  { name: 'FAIR Universe: RMSE and MAE', groups, run: () => each(vectors().rmse_mae, comparePoint) },
  { name: 'FAIR Universe: whole submissions', groups, run: () => each(vectors().whole_submissions, compareSubmission) },
];

function vectors(): FairScoring {
  const { fair_scoring: scoring } = readJson('higgsml/cases.json') as { fair_scoring: FairScoring };
  expectGroups(scoring, ['quantiles_score_grid', 'quantiles_score_arrays', 'rmse_mae', 'whole_submissions'], 'fair_scoring');
  return scoring;
}

/** Each comparison says how many vectors it went through. */
function each<T>(cases: T[], compare: (vector: T) => number): number {
  return cases.reduce((count, vector) => count + compare(vector), 0);
}

function compareGrid({ n, covered, interval, coverage, score, f_from_score: penalty }: GridPoint): number {
  expectClose(covered / n, coverage, tolerance, `coverage of ${covered} of ${n}`);
  expectClose(quantileScore(interval, coverage, n), score, penaltyTolerance, `score of ${covered} of ${n}`);
  expectClose(coveragePenalty(coverage, n), penalty, penaltyTolerance, `penalty of ${covered} of ${n}`);
  return 1;
}

function compareArrays({ name, mu, p16, p84, ...expected }: ArrayCase): number {
  const none = mu.map(() => 0);
  const estimates = estimatesOf({ mu_hats: none, delta_mu_hats: none, p16: p16.map(Number), p84: p84.map(Number) });
  const truth = Float64Array.from(mu);
  const wanted = refused[name];
  if (wanted !== undefined) {
    const refusal = refusalOf(() => checkIntervals({ mu: truth }, estimates));
    if (refusal !== wanted) throw new Error(`${name}: expected ${wanted}, got ${refusal}`);
    return 1;
  }
  const summary = summarise(outcomesOf(truth, estimates));
  expectClose(summary.width, Number(expected.interval), tolerance, `${name}: width`);
  expectClose(summary.coverage, expected.coverage, tolerance, `${name}: coverage`);
  expectClose(summary.quantileScore, Number(expected.score), tolerance, `${name}: score`);
  return 1;
}

function comparePoint({ mu, mu_hat: muHat, delta_mu_hat: delta, rmse, mae }: PointCase): number {
  expectClose(rootMeanSquareError(mu, muHat, delta), rmse, tolerance, `rmse(${mu}, ${muHat}, ${delta})`);
  expectClose(meanAbsoluteError(mu, muHat, delta), mae, tolerance, `mae(${mu}, ${muHat}, ${delta})`);
  return 1;
}

/** The sets of the reference, one after another: they are equally large, so that means over sets are means over experiments. */
function compareSubmission({ name, ground_truth_mus: mus, results, scores, per_set: perSet, bootstrap }: WholeSubmission): number {
  const ofSets = results.map((set, i) => ({ ...set, mu: set.p16.map(() => mus[i]!) }));
  const all = (column: keyof (typeof ofSets)[number]) => ofSets.flatMap((set) => set[column]);
  const mu = Float64Array.from(all('mu'));
  const estimates = estimatesOf({ mu_hats: all('mu_hats'), delta_mu_hats: all('delta_mu_hats'), p16: all('p16'), p84: all('p84') });
  const metrics = ['quantile_score', 'coverage', 'interval_width', 'rmse', 'mae'];
  const report = scoreIntervalEstimation({ mu }, estimates, { metrics, replicates: 0, seed: '' }).metrics;
  const expected = [scores.quantiles_score, scores.coverage, scores.interval, scores.rmse, scores.mae];
  report.forEach((metric, i) => expectClose(metric.value ?? NaN, expected[i] ?? NaN, penaltyTolerance, `${name}: ${metric.name}`));
  const outcomes = outcomesOf(mu, estimates);
  const size = outcomes.length / perSet.length;
  perSet.forEach((set, i) => {
    const summary = summarise(outcomes.slice(i * size, (i + 1) * size));
    expectClose(summary.experiments, set.set_size, 0, `${name}: size of set ${i}`);
    expectClose(summary.rmse, set.rmse, tolerance, `${name}: RMSE of set ${i}`);
    expectClose(summary.mae, set.mae, tolerance, `${name}: MAE of set ${i}`);
    compareScores(`${name}: set ${i}`, summary, set);
  });
  bootstrap?.indices.forEach((indices, replicate) => {
    const counts = new Uint32Array(outcomes.length);
    for (const set of indices) for (let i = set * size; i < (set + 1) * size; i++) counts[i]!++;
    compareScores(`${name}: replicate ${replicate}`, summarise(outcomes, counts), {
      interval: bootstrap.interval[replicate] ?? NaN,
      coverage: bootstrap.coverage[replicate] ?? NaN,
      quantiles_score: bootstrap.quantiles_score[replicate] ?? NaN,
    });
  });
  return 1 + perSet.length + (bootstrap?.indices.length ?? 0);
}

function compareScores(what: string, summary: ReturnType<typeof summarise>, expected: Scores): void {
  expectClose(summary.width, expected.interval, tolerance, `${what}: width`);
  expectClose(summary.coverage, expected.coverage, tolerance, `${what}: coverage`);
  expectClose(summary.quantileScore, expected.quantiles_score, penaltyTolerance, `${what}: score`);
}

function estimatesOf({ mu_hats, delta_mu_hats, p16, p84 }: WholeSubmission['results'][number]): IntervalEstimates {
  return {
    muHats: Float64Array.from(mu_hats),
    deltaMuHats: Float64Array.from(delta_mu_hats),
    p16: Float64Array.from(p16),
    p84: Float64Array.from(p84),
  };
}

function refusalOf(work: () => void): string {
  try {
    work();
  } catch (error) {
    if (error instanceof ScoringRefusal) return `${error.code} at ${error.index}`;
    throw error;
  }
  return 'accepted';
}
