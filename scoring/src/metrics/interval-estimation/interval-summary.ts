import type { IntervalEstimates } from './interval-submission';
import { meanAbsoluteError, rootMeanSquareError } from './point-errors';
import { coveragePenalty, quantileScore } from './quantile-score';

/** The result of one pseudo-experiment, from which all metrics are computed. */
export interface IntervalOutcome {
  /** 1 if the interval [p16, p84] holds mu, bounds included, else 0. */
  covered: number;
  width: number;
  rmse: number;
  mae: number;
  /** D = mu_hat - mu. */
  bias: number;
  /** D / delta_mu_hat: NaN where delta is 0. */
  pull: number;
}

/** The outcome of each pseudo-experiment. @param mu of each */
export function outcomesOf(mu: Float64Array, estimates: IntervalEstimates): IntervalOutcome[] {
  return Array.from(mu, (value, experiment) => outcomeOf(value, estimates, experiment));
}

function outcomeOf(mu: number, estimates: IntervalEstimates, experiment: number): IntervalOutcome {
  const [p16, p84] = [estimates.p16[experiment]!, estimates.p84[experiment]!];
  const [muHat, deltaMuHat] = [estimates.muHats[experiment]!, estimates.deltaMuHats[experiment]!];
  const bias = muHat - mu;
  return {
    covered: mu >= p16 && mu <= p84 ? 1 : 0,
    width: Math.abs(p84 - p16),
    rmse: rootMeanSquareError(mu, muHat, deltaMuHat),
    mae: meanAbsoluteError(mu, muHat, deltaMuHat),
    bias,
    pull: deltaMuHat > 0 ? bias / deltaMuHat : NaN,
  };
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
 * Everything is over all experiments. FAIR Universe takes the means of RMSE and MAE within each of its sets and then over the sets,
 * which is the same for sets of equal size.
 *
 * @param counts how often each outcome counts in a bootstrap replicate; once each by default
 */
export function summarise(outcomes: readonly IntervalOutcome[], counts?: Uint32Array): IntervalSummary {
  const total = { experiments: 0, covered: 0, width: 0, rmse: 0, mae: 0, bias: 0, biasSquared: 0, pull: 0, pullSquared: 0 };
  outcomes.forEach((outcome, i) => {
    const times = counts?.[i] ?? 1;
    if (times === 0) return;
    total.experiments += times;
    total.covered += times * outcome.covered;
    total.width += times * outcome.width;
    total.rmse += times * outcome.rmse;
    total.mae += times * outcome.mae;
    total.bias += times * outcome.bias;
    total.biasSquared += times * outcome.bias ** 2;
    total.pull += times * outcome.pull;
    total.pullSquared += times * outcome.pull ** 2;
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
    rmse: total.rmse / n,
    mae: total.mae / n,
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
