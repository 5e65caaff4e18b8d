import { regularizedIncompleteBeta } from '../../numerics/incomplete-beta';
import { ScoringRefusal } from '../../refusal';

/**
 * MLPerf Inference's early-stopping rule for latency percentiles (LoadGen): with t queries over a bound and h under it,
 * the p-th percentile is below the bound with confidence c when I_p(h, t + 1) <= 1 - c.
 *
 * @returns the smallest h for which t overlong queries are few enough
 */
export function queriesUnderBound(percentile: number, overlong: number, confidence = 0.99): number {
  const passes = (h: number) => regularizedIncompleteBeta(percentile, h, overlong + 1) <= 1 - confidence;
  let high = 1;
  while (!passes(high)) high *= 2;
  let low = high / 2;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (passes(middle)) high = middle;
    else low = middle;
  }
  return high;
}

export interface PercentileEstimate {
  /** An upper bound of the percentile at the confidence: the t-th largest latency. */
  readonly estimate: number;
  /** t, the number of queries that may lie over the bound. */
  readonly overlong: number;
}

/**
 * Upper bound of a latency percentile from the given queries; null if there are too few (64 are needed for p90, 662 for p99).
 *
 * @param latencies in any unit, in any order
 * @throws ScoringRefusal `not-finite`
 */
export function latencyPercentile(latencies: Float64Array, percentile: number, confidence = 0.99): PercentileEstimate | null {
  const index = latencies.findIndex((latency) => !Number.isFinite(latency));
  if (index >= 0) throw new ScoringRefusal('not-finite', `Latency ${index} is ${latencies[index]}.`, index);
  const count = latencies.length;
  const enough = (t: number) => t < count && regularizedIncompleteBeta(percentile, count - t, t + 1) <= 1 - confidence;
  if (!enough(1)) return null;
  let low = 1;
  let high = count;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) low = middle;
    else high = middle;
  }
  return { estimate: latencies.slice().sort()[count - low]!, overlong: low };
}
