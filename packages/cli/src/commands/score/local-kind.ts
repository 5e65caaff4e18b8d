import type { ScoreReport, ScoringContext } from '@unblind/scoring';

/** The paths of the files to score. */
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

/** How the local files of one kind of challenge are read and scored, with the default metrics. */
export interface LocalKind {
  readonly metrics: readonly string[] | ((files: ScoreFiles) => readonly string[]);
  /** Names of metrics in earlier versions, which scripts may still use. */
  readonly aliases?: Readonly<Record<string, string>>;
  /** The metric that --floor applies to. */
  readonly floored?: string;
  readonly score: (files: ScoreFiles, context: ScoringContext) => Promise<ScoreReport>;
}
