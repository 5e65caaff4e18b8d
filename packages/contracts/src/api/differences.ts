import { z } from 'zod';
import { MetricPart } from '../metrics';

/**
 * A metric of one evaluation minus that of another, over replicates in which both have the same events with the same weights. While
 * the truth is in use, value and bounds have two significant digits of the error.
 */
export const MetricDifference = z.object({
  name: z.string(),
  /** The part of the split that both values were computed on. */
  part: MetricPart,
  /** Null where one of the values is infinite; the interval is then that of its limit. */
  difference: z.number().nullable(),
  /** Central 68 % interval; null when a bound is infinite. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Two-sided p-value for no difference. */
  pValue: z.number(),
  /** The smallest that its N replicates can give, 2 / (N + 1). */
  leastPValue: z.number(),
});
export type MetricDifference = z.infer<typeof MetricDifference>;

export const DifferencesView = z.object({
  evaluationId: z.uuid(),
  /** The evaluation that is subtracted. */
  from: z.uuid(),
  /** The metrics that both evaluations have with paired replicates. Timings have none. */
  metrics: z.array(MetricDifference),
});
export type DifferencesView = z.infer<typeof DifferencesView>;
