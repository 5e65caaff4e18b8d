import { regularizedIncompleteBeta } from '../../numerics/incomplete-beta';
import { ScoringRefusal } from '../../refusal';

export interface PercentileEstimate {
  /** An upper bound of the percentile at the confidence: the t-th largest latency. */
  readonly estimate: number;
  /** t, the number of queries that may lie over the bound. */
  readonly overlong: number;
}

/**
 * Upper bound of a latency percentile from the given queries; null if there are too few (64 are needed for p90, 662 for p99).
 *
 * MLPerf Inference's early-stopping rule (LoadGen): with t queries over a bound and h under it, the p-th percentile is below the
 * bound with confidence c when I_p(h, t + 1) <= 1 - c.
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
