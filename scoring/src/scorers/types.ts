import type { Plot, ScoredMetric } from '@unblind/contracts';

/** Settings of every scorer, in addition to truth and predictions. */
export interface ScoringContext {
  /** Metric names as in challenge.yaml. */
  readonly metrics: readonly string[];
  /** Bootstrap replicates; 0 gives values without intervals. */
  readonly replicates: number;
  /** Derived from (challenge version, split), so that replicates of two submissions pair. */
  readonly seed: string;
}

export interface ScoreReport {
  readonly metrics: ScoredMetric[];
  readonly plots: Plot[];
  /** Plots that tell about single truths: shown beside the others when the truth is no longer in use. */
  readonly truthPlots?: readonly Plot[];
}
