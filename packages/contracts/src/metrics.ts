import { z } from 'zod';

/** One number with its 68 % interval. Unscored is null, never 0. */
export const MetricValue = z.object({
  name: z.string(),
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** How the interval was made: 'poisson-bootstrap', 'binomial', ... */
  method: z.string(),
  /** Why a value or a bound is null, or the convention behind the number. */
  note: z.string().optional(),
});
export type MetricValue = z.infer<typeof MetricValue>;

/** How the note of a metric begins that people should look at twice; boards show it beside the method. */
export const flagMark = 'Flagged: ';

/** What is flagged, or null. */
export function flagOf({ note }: Pick<MetricValue, 'note'>): string | null {
  return note?.startsWith(flagMark) ? note.slice(flagMark.length) : null;
}

/** A metric as a scorer returns it: with its bootstrap replicates, which pair between submissions. */
export type ScoredMetric = MetricValue & { replicates: Float64Array | null };

const Series = z.object({
  label: z.string(),
  x: z.array(z.number()),
  y: z.array(z.number()),
  low: z.array(z.number()).optional(),
  high: z.array(z.number()).optional(),
  /** Of a matrix: what its colour and number say of the cell in column x and row y. */
  z: z.array(z.number()).optional(),
  /** Drawn otherwise than the plot's kind says: a line of reference among points. */
  as: z.enum(['line', 'points']).optional(),
});
const Axis = z.object({
  label: z.string(),
  scale: z.enum(['linear', 'log']),
  /** Names of the values 0, 1, 2 ...: from the left to the right, or from the top down. */
  categories: z.array(z.string()).optional(),
});
export const Plot = z.object({
  id: z.string(),
  title: z.string(),
  /**
   * `bars` lie: from 0 to x, at the category whose number is y. A `matrix` has one series, with a z between 0 and 1 for each cell
   * of the categories of x and y.
   */
  kind: z.enum(['line', 'step', 'points', 'histogram', 'bars', 'matrix']),
  x: Axis,
  y: Axis,
  series: z.array(Series),
  note: z.string().optional(),
});
export type Plot = z.infer<typeof Plot>;
