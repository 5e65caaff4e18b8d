import type { ScoredMetric } from '@unblind/contracts';

/**
 * Relative bias of a ratio of speeds if other processes used the core all of the time. They also use caches and memory bandwidth, on
 * which models depend differently. Measured with a small and a large network on a host with two cores: 0.03 at a share of 0.3, 0.05 to
 * 0.09 at shares of 0.5 to 0.7 (`npm run bench -- throughput` on a busy machine).
 */
const biasAtFullShare = 0.12;
/** Smaller shares are ignored, because the clock and the kernel's count differ by as much. */
const negligible = 0.02;

/**
 * Widens the interval of a ratio on both sides by the possible effect of other processes on the machine, and adds a note.
 *
 * @param share of the time that other processes had the core, in [0, 1)
 */
export function withContention(metric: ScoredMetric, share: number): ScoredMetric {
  const { value, low, high, replicates } = metric;
  if (value === null || low === null || high === null || share <= negligible) return metric;
  const allowance = biasAtFullShare * share * value;
  const stretch = (high - low + 2 * allowance) / (high - low);
  const note = `Other processes used ${Math.round(100 * share)} % of the core during the timing; the interval is widened accordingly.`;
  return {
    ...metric,
    low: low - allowance,
    high: high + allowance,
    note: metric.note ? `${metric.note} ${note}` : note,
    replicates:
      replicates && (Number.isFinite(stretch) ? replicates.map((replicate) => value + stretch * (replicate - value)) : replicates),
  };
}
