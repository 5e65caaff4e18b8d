import type { ScoredMetric } from '@unblind/contracts';

/**
 * How far a ratio of speeds is off, relative, when other processes had the core all of the time: they also fill the caches and the
 * memory's bandwidth, which models need unlike. Measured with a small and a large network on a host of two cores: 0.03 at a share
 * of 0.3, 0.05 to 0.09 at shares of 0.5 to 0.7 (`npm run bench -- throughput` on a busy machine).
 */
const biasAtFullShare = 0.12;
/** Below this the clock and the kernel's count differ by as much. */
const negligible = 0.02;

/**
 * Widens the interval of a ratio by what other processes on the machine may have done to it, to both sides, and says so.
 *
 * @param share of the time that other processes had the core, in [0, 1)
 */
export function withContention(metric: ScoredMetric, share: number): ScoredMetric {
  const { value, low, high, replicates } = metric;
  if (value === null || low === null || high === null || share <= negligible) return metric;
  const allowance = biasAtFullShare * share * value;
  const stretch = (high - low + 2 * allowance) / (high - low);
  const note = `Other processes had ${Math.round(100 * share)} % of the core meanwhile, which the interval allows for.`;
  return {
    ...metric,
    low: low - allowance,
    high: high + allowance,
    note: metric.note ? `${metric.note} ${note}` : note,
    replicates:
      replicates && (Number.isFinite(stretch) ? replicates.map((replicate) => value + stretch * (replicate - value)) : replicates),
  };
}
