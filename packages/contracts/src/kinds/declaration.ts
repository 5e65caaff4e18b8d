import type { z } from 'zod';

/** Which direction is better. Some metrics are best at a target value, such as the coverage of 68 % intervals. */
export type MetricOrder = 'higher' | 'lower' | { readonly closestTo: number };

/** One metric. In `title` and `symbol`, `_X` makes X a subscript: 'ε_S'. */
export interface MetricDeclaration {
  readonly title: string;
  /** For column heads and axes. */
  readonly symbol: string;
  /** One sentence for people who do not know the metric. */
  readonly meaning: string;
  readonly order: MetricOrder;
  /** The smallest and largest possible value. */
  readonly range: readonly [number, number];
  /** The unit in which it is stored; absent for a pure number. */
  readonly unit?: 's' | 'B' | '1/s';
  /** A distance: noise makes it larger than 0, so neither it nor a difference has an interval. */
  readonly distance?: boolean;
  /** Measured by timing: as a ratio to the reference model, or as an absolute value of the machine it ran on. */
  readonly timed?: 'ratio' | 'absolute';
  /** For timed metrics: the metric of the result's quality that it includes, so that it is not a cost. */
  readonly quality?: string;
  /** Values over different numbers of rows cannot be compared, so the diagnostic part of a split has none. */
  readonly dependsOnSize?: boolean;
  /** Computed from an answer form, not from predictions. */
  readonly ofAnswers?: boolean;
  /** Raised, from 1, when equal predictions get another value or interval than before: results of the two do not share a board. */
  readonly revision?: number;
}

/**
 * Metrics with a parameter, a subject or both: `rejection@0.3`, `rejection:Hbb@0.5`, `pull-mass`. In title, symbol and meaning, `{at}`
 * is the parameter, `{percent}` the same as a percentage, `{subject}` the subject.
 */
export interface MetricFamily extends MetricDeclaration {
  /** The meaning and range of the number after the @; `excluded` bounds are not part of the range. */
  readonly at?: { readonly name: string; readonly range: readonly [number, number]; readonly excluded: readonly number[] };
  /** What follows the family's name: one of the challenge's classes, or a quantity of its answer form. */
  readonly subject?: 'class' | 'quantity';
  /** An example of a full name. */
  readonly example: string;
}

/** Prediction files of one layout. */
export interface PredictionFile {
  readonly formats: readonly ('csv' | 'npy' | 'npz' | 'json')[];
  /** The columns, or what an array holds. */
  readonly columns: readonly string[];
}

/** A kind of challenge, as data. A table in `scoring` must have a function for each of its metrics. */
export interface KindDeclaration {
  readonly title: string;
  readonly predictions: readonly PredictionFile[];
  /** The values that an output contract's `as` may have, and its default; null when `as` is required. */
  readonly outputs: { readonly meanings: z.ZodType<string>; readonly default: string | null };
  readonly metrics: Readonly<Record<string, MetricDeclaration>>;
  readonly families: Readonly<Record<string, MetricFamily>>;
  /** The metrics that timing a model gives. */
  readonly timed: Readonly<Record<string, MetricDeclaration>>;
}
