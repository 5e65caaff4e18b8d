import type { ScoredMetric, TimedMetricOf, timedMetrics } from '@unblind/contracts';
import { scoredMetric } from '../bootstrap/scored-metric';
import { minimumAccuracy, throughputScore } from '../metrics/tracking/throughput-score';

const note = 'The time of the model alone. The platform builds the graph and the labels, in the same way for all submissions.';

type OwnMetric = Exclude<TimedMetricOf<'tracking'>, keyof typeof timedMetrics>;

const isTooLow = (accuracy: number | null | undefined): boolean => typeof accuracy === 'number' && accuracy < minimumAccuracy;

/**
 * Seconds per event, and the score of TrackML's throughput phase, computed from that time and the accuracy. A replicate of the score
 * pairs a replicate of the accuracy (over events) with one of the time (over loads of the model), which are independent.
 */
export function trackingTimes(quality: readonly ScoredMetric[], perEvent: ScoredMetric): ScoredMetric[] {
  const accuracy = quality.find(({ name }) => name === 'trackml_score');
  const combined = (a: number | null | undefined, t: number | null | undefined): number =>
    a === null || a === undefined || t === null || t === undefined || Number.isNaN(a) ? NaN : (throughputScore(a, t) ?? NaN);
  const [accuracies, times] = [accuracy?.replicates ?? null, perEvent.replicates];
  const score = scoredMetric({
    name: 'throughput_score',
    value: combined(accuracy?.value, perEvent.value),
    replicates: accuracies && times ? accuracies.map((a, i) => combined(a, times[i % times.length])) : null,
    method: 'block-bootstrap',
    note: isTooLow(accuracy?.value)
      ? `0 by the rule of TrackML's throughput phase, because the accuracy is below ${minimumAccuracy}. ${note}`
      : note,
    whyUnscored: 'Needs an accuracy, and less than 600 s per event.',
  });
  const own: Record<OwnMetric, ScoredMetric> = {
    seconds_per_event: { ...perEvent, name: 'seconds_per_event', note },
    throughput_score: score,
  };
  return Object.values(own);
}
