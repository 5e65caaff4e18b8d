import type { IntervalSet } from './interval-submission';
import { meanAbsoluteError, rootMeanSquareError } from './point-errors';
import { coveragePenalty, quantileScore } from './quantile-score';

/** Sums over the pseudo-experiments of a set, or of a part of one, from which all metrics are computed. */
export interface IntervalSums {
  mu: number;
  experiments: number;
  /** Experiments whose interval [p16, p84] holds mu, bounds included. */
  covered: number;
  width: number;
  rmse: number;
  mae: number;
  /** Sums of D = mu_hat - mu and of D^2. */
  bias: number;
  biasSquared: number;
  /** Sums of D / delta_mu_hat and its square: NaN where a delta is 0. */
  pull: number;
  pullSquared: number;
}

/** @param from, to the range of experiments to sum */
export function sumIntervals(mu: number, set: IntervalSet, from = 0, to = set.p16.length): IntervalSums {
  const sums = { mu, experiments: to - from, covered: 0, width: 0, rmse: 0, mae: 0, bias: 0, biasSquared: 0, pull: 0, pullSquared: 0 };
  for (let i = from; i < to; i++) {
    const [p16, p84, muHat, deltaMuHat] = [set.p16[i]!, set.p84[i]!, set.muHats[i]!, set.deltaMuHats[i]!];
    if (mu >= p16 && mu <= p84) sums.covered++;
    sums.width += Math.abs(p84 - p16);
    sums.rmse += rootMeanSquareError(mu, muHat, deltaMuHat);
    sums.mae += meanAbsoluteError(mu, muHat, deltaMuHat);
    const difference = muHat - mu;
    const pull = deltaMuHat > 0 ? difference / deltaMuHat : NaN;
    sums.bias += difference;
    sums.biasSquared += difference ** 2;
    sums.pull += pull;
    sums.pullSquared += pull ** 2;
  }
  return sums;
}

export interface IntervalSummary {
  experiments: number;
  covered: number;
  coverage: number;
  /** Mean width. */
  width: number;
  quantileScore: number;
  /** Loss of score due to the coverage: ln f, 0 within the band. */
  penalty: number;
  /** Means within each part, then over the parts. */
  rmse: number;
  mae: number;
  /** Mean of mu_hat - mu over the experiments, and its standard error. */
  bias: number;
  biasError: number;
  /** Mean and standard deviation of the pulls (mu_hat - mu) / delta_mu_hat; NaN where a delta is 0. */
  pullMean: number;
  pullWidth: number;
}

/**
 * Pools parts (sets, or the experiments of one set). Coverage, width, score, bias and pulls are over all experiments; RMSE and
 * MAE are means of the parts' means, as in FAIR Universe.
 *
 * @param counts how often each part counts in a bootstrap replicate; once each by default
 */
export function summarise(parts: readonly IntervalSums[], counts?: Uint32Array): IntervalSummary {
  const total = { experiments: 0, covered: 0, width: 0, bias: 0, biasSquared: 0, pull: 0, pullSquared: 0, parts: 0, rmse: 0, mae: 0 };
  parts.forEach((part, i) => {
    const times = counts?.[i] ?? 1;
    if (times === 0) return;
    total.parts += times;
    total.experiments += times * part.experiments;
    total.covered += times * part.covered;
    total.width += times * part.width;
    total.rmse += (times * part.rmse) / part.experiments;
    total.mae += (times * part.mae) / part.experiments;
    total.bias += times * part.bias;
    total.biasSquared += times * part.biasSquared;
    total.pull += times * part.pull;
    total.pullSquared += times * part.pullSquared;
  });
  const n = total.experiments;
  const width = total.width / n;
  const coverage = total.covered / n;
  return {
    experiments: n,
    covered: total.covered,
    coverage,
    width,
    quantileScore: quantileScore(width, coverage, n),
    penalty: Math.log(coveragePenalty(coverage, n)),
    rmse: total.rmse / total.parts,
    mae: total.mae / total.parts,
    bias: total.bias / n,
    biasError: deviation(total.bias, total.biasSquared, n) / Math.sqrt(n),
    pullMean: total.pull / n,
    pullWidth: deviation(total.pull, total.pullSquared, n),
  };
}

/** Standard deviation with n - 1; NaN for one value. */
function deviation(sum: number, sumOfSquares: number, n: number): number {
  return n < 2 ? NaN : Math.sqrt(Math.max(0, (sumOfSquares - sum ** 2 / n) / (n - 1)));
}
