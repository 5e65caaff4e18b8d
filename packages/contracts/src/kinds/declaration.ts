import type { z } from 'zod';

/** Which way a metric is better; the coverage of 68 % intervals, for one, is best at a value. */
export type MetricOrder = 'higher' | 'lower' | { readonly closestTo: number };

/** One metric. In `title` and `symbol`, `_X` lowers X: 'ε_S'. */
export interface MetricDeclaration {
  readonly title: string;
  /** For column heads and axes. */
  readonly symbol: string;
  /** One sentence for people who do not know it. */
  readonly meaning: string;
  readonly order: MetricOrder;
  /** The smallest and the largest value that it can have. */
  readonly range: readonly [number, number];
  /** What it is stored in; absent: a pure number. */
  readonly unit?: 's' | 'B' | '1/s';
  /** Resampling enlarges it (a distance, a maximum over cuts): its interval is moved onto the value. */
  readonly centred?: boolean;
  /** Measured by a timing: as a ratio to the reference model, or in units of the machine that it ran on. */
  readonly timed?: 'ratio' | 'absolute';
  /** Of a timed one: it has the quality of the result in it, so it is no cost. */
  readonly hasQuality?: boolean;
  /** Computed from an answer form, not from predictions. */
  readonly ofAnswers?: boolean;
}

/**
 * Metrics with a parameter, a subject or both: `rejection@0.3`, `rejection:Hbb@0.5`, `pull-mass`. In title, symbol and meaning, `{at}`
 * is the parameter, `{percent}` the same as a percentage, `{subject}` the subject.
 */
export interface MetricFamily extends MetricDeclaration {
  /** What the number after the @ is and where it may lie; `excluded` bounds do not belong to the range. */
  readonly at?: { readonly name: string; readonly range: readonly [number, number]; readonly excluded: readonly number[] };
  /** What stands behind the family's name: one of the challenge's classes, or a quantity that its answer form asks for. */
  readonly subject?: 'class' | 'quantity';
  /** What a name looks like. */
  readonly example: string;
}

/** Files of predictions of one layout. */
export interface PredictionFile {
  readonly formats: readonly ('csv' | 'npy' | 'npz' | 'json')[];
  /** The columns, or what an array holds. */
  readonly columns: readonly string[];
}

/** A kind of challenge, as data. What computes its metrics is a table in `scoring` that must have a function for each. */
export interface KindDeclaration {
  readonly title: string;
  readonly predictions: readonly PredictionFile[];
  /** What an output contract may say its numbers are (`as`), and what they are where it says nothing; null: it has to. */
  readonly outputs: { readonly meanings: z.ZodType<string>; readonly default: string | null };
  readonly metrics: Readonly<Record<string, MetricDeclaration>>;
  readonly families: Readonly<Record<string, MetricFamily>>;
  /** What timing a model gives. */
  readonly timed: Readonly<Record<string, MetricDeclaration>>;
}
