import type { Plot, ScoredMetric } from '@unblind/contracts';

/** What every scorer needs to know besides truth and predictions. */
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
}
