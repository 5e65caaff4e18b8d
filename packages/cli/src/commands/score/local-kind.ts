import type { ScoreReport, ScoringContext } from '@unblind/scoring';

/** The files of one scoring, by path. */
export interface ScoreFiles {
  readonly truth: readonly string[];
  readonly predictions: string;
  /** Tracking only: the particle tables, one per truth file and in their order. */
  readonly particles: readonly string[];
  /** Classification only: the names of the labels 0, 1, 2 ... */
  readonly classes?: readonly string[] | undefined;
  /** Classification only: the class that rejections refer to. */
  readonly background?: string | undefined;
}

/** One kind of challenge as local files have it: which metrics by default, and how its files are read and scored. */
export interface LocalKind {
  readonly metrics: readonly string[] | ((files: ScoreFiles) => readonly string[]);
  /** The name by which the scorer knows a metric; the same where absent. */
  readonly scorerName?: (metric: string, floor: number | undefined) => string;
  readonly score: (files: ScoreFiles, context: ScoringContext) => Promise<ScoreReport>;
}
