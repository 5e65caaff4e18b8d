import { z } from 'zod';
import { parts } from './parts';

/**
 * The rows of a test split that a metric was computed on. A split with live feedback is divided: the ranking part gives the board its
 * numbers, the diagnostic part everything else that is shown while the truth is in use.
 */
export const MetricPart = z.enum(['whole', ...parts]);
export type MetricPart = z.infer<typeof MetricPart>;

/** One number with its 68 % interval. Unscored is null, never 0. */
export const MetricValue = z.object({
  name: z.string(),
  value: z.number().nullable(),
  /** The value is infinite, and so better than any other; JSON has no number for it, so `value` is null. `low` is a one-sided limit. */
  infinite: z.literal(true).optional(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** How the interval was made: 'poisson-bootstrap', 'binomial', ... */
  method: z.string(),
  /** Why a value or a bound is null, or the convention behind the number. */
  note: z.string().optional(),
  /** Absent in a scorer's report, which knows of no parts. */
  part: MetricPart.optional(),
});
export type MetricValue = z.infer<typeof MetricValue>;

/** Whether the value is infinite, as a scorer returns it or as it came through JSON. */
export const isInfinite = ({ value, infinite }: Pick<MetricValue, 'value' | 'infinite'>): boolean =>
  infinite === true || value === Infinity;

/** A value as JSON can hold it. */
export function inJson<Metric extends MetricValue>(metric: Metric): Metric {
  return metric.value === Infinity ? { ...metric, value: null, infinite: true } : metric;
}

/** Where a value is drawn: an infinite one at its limit; null where it is unscored. */
export const drawnAt = (metric: Pick<MetricValue, 'value' | 'low' | 'infinite'>): number | null =>
  isInfinite(metric) ? metric.low : metric.value;

/** Prefix of a metric's note that flags it for a closer look; boards show such notes beside the method. */
export const flagMark = 'Flagged: ';

/** The text of the flag, or null. */
export function flagOf({ note }: Pick<MetricValue, 'note'>): string | null {
  return note?.startsWith(flagMark) ? note.slice(flagMark.length) : null;
}

/** A metric as a scorer returns it. `value` may be Infinity. */
export type ScoredMetric = MetricValue & {
  /** Bootstrap replicates, which are paired between submissions. */
  replicates: Float64Array | null;
  /** Of a maximum over cuts: where it was found or, if the cut was chosen before, where it is quoted. */
  cut?: number;
};

const Series = z.object({
  label: z.string(),
  x: z.array(z.number()),
  y: z.array(z.number()),
  low: z.array(z.number()).optional(),
  high: z.array(z.number()).optional(),
  /** For a matrix: the value of the cell in column x and row y, shown as colour and number. */
  z: z.array(z.number()).optional(),
  /** Overrides the plot's kind for this series, such as a reference line among points. */
  as: z.enum(['line', 'points']).optional(),
});
const Axis = z.object({
  label: z.string(),
  scale: z.enum(['linear', 'log']),
  /** Names of the values 0, 1, 2 ...: from left to right, or from the top down. */
  categories: z.array(z.string()).optional(),
});
export const Plot = z.object({
  id: z.string(),
  title: z.string(),
  /**
   * `bars` are horizontal: from 0 to x, at the category with index y. A `matrix` has one series, with a z between 0 and 1 for each cell
   * of the categories of x and y.
   */
  kind: z.enum(['line', 'step', 'points', 'histogram', 'bars', 'matrix']),
  x: Axis,
  y: Axis,
  series: z.array(Series),
  note: z.string().optional(),
});
export type Plot = z.infer<typeof Plot>;
