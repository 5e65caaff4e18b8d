import { z } from 'zod';

/** A metric of one evaluation minus that of another, over replicates in which both have the same events with the same weights. */
export const MetricDifference = z.object({
  name: z.string(),
  difference: z.number(),
  /** Central 68 % interval; null: a bound is infinite. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Two-sided, that there is no difference. With N replicates none is below 2 / (N + 1). */
  pValue: z.number(),
});
export type MetricDifference = z.infer<typeof MetricDifference>;

export const DifferencesView = z.object({
  evaluationId: z.uuid(),
  /** What is subtracted. */
  from: z.uuid(),
  /** Metrics that both have and that pair; timings do not. */
  metrics: z.array(MetricDifference),
});
export type DifferencesView = z.infer<typeof DifferencesView>;
