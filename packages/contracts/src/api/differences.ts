import { z } from 'zod';

/** A metric of one evaluation minus that of another, over replicates in which both have the same events with the same weights. */
export const MetricDifference = z.object({
  name: z.string(),
  difference: z.number(),
  /** Central 68 % interval; null when a bound is infinite. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Two-sided p-value for no difference. With N replicates it is never below 2 / (N + 1). */
  pValue: z.number(),
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
