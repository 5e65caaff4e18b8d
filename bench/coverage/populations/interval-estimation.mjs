import evaluation from '../../../packages/evaluation/dist/index.js';
import scoring from '../../../scoring/dist/index.js';
import { normalMean } from '../normal.mjs';

/* Estimates that are normal about the true mu, with intervals of a standard deviation whose width varies. */
const error = 0.25;
const level = 0.6826894921370859;
const point = (d) => Math.sqrt(d * d + (d * d - error * error) ** 2);
const truth = {
  coverage: level,
  interval_width: 2 * error,
  bias: 0,
  pull_mean: 0,
  pull_width: 1,
  rmse: normalMean((z) => point(error * z)),
  mae: normalMean((z) => Math.abs(error * z) + Math.abs(Math.abs(error * z) - error)),
  // Within the band there is no penalty.
  width_term: -Math.log(2 * error + 0.001),
  quantile_score: -Math.log(2 * error + 0.001),
  coverage_penalty: 0,
};
const names = Object.keys(truth);

function experiments(stream, count) {
  const mu = Float64Array.from({ length: count }, () => 0.5 + 2 * stream.uniform());
  const muHats = mu.map((value) => value + error * stream.normal());
  // Widths have a spread of their own, independent of the estimate, around the error.
  const half = mu.map(() => error * (1 + 0.1 * (stream.uniform() - 0.5)));
  return {
    truth: { mu },
    estimates: { muHats, deltaMuHats: mu.map(() => error), p16: muHats.map((m, i) => m - half[i]), p84: muHats.map((m, i) => m + half[i]) },
  };
}

const score = (stream, count, seed) => {
  const { truth: of, estimates } = experiments(stream, count);
  return scoring.scoreIntervalEstimation(of, estimates, { metrics: names, replicates: 200, seed });
};
const row = (metric) => ({ ...metric, truth: truth[metric.name], counted: metric.name === 'coverage' });

const single = (count) => (stream, seed) => score(stream, count, seed).metrics.map(row);

/** Two methods on the same experiments. */
const difference = (count) => (stream, seed) => {
  const { truth: of, estimates } = experiments(stream, count);
  const noisy = estimates.muHats.map((m) => m + 0.1 * stream.normal());
  const other = { ...estimates, muHats: noisy };
  const context = { metrics: ['bias', 'interval_width'], replicates: 200, seed };
  const [one, two] = [estimates, other].map((sent) => scoring.scoreIntervalEstimation(of, sent, context).metrics);
  return [{ name: 'difference of bias', ...scoring.pairedDifference(one[0], two[0]), truth: 0 }];
};

const trainings = (count) => (stream, seed) => {
  const { truth: of, estimates } = experiments(stream, count);
  const runs = [1, 2, 3].map((number) => {
    const muHats = estimates.muHats.map((m) => m + 0.1 * stream.normal());
    const report = scoring.scoreIntervalEstimation(
      of,
      { ...estimates, muHats },
      { metrics: ['bias', 'interval_width'], replicates: 200, seed },
    );
    return { seed: number, variation: 'nominal', report };
  });
  const { metrics } = evaluation.summariseRuns(runs, null, () => 'lower');
  return metrics
    .filter(({ name, variation }) => variation === 'nominal' && (name === 'bias' || name === 'interval_width'))
    .map((metric) => ({ ...metric, name: `mean of trainings, ${metric.name}`, truth: truth[metric.name] }));
};

export const cases = [
  ...[5000, 1000, 400, 200, 50].map((count) => ({ size: `${count} experiments`, toy: single(count) })),
  { size: '400 experiments', toy: difference(400) },
  { size: '50 experiments', toy: difference(50) },
  { size: '400 experiments', toy: trainings(400) },
];
export const kind = 'interval-estimation';
