import type { Plot, ScoredMetric } from '@unblind/contracts';

/** Settings of every scorer, in addition to truth and predictions. */
export interface ScoringContext {
  /** Metric names as in challenge.yaml. */
  readonly metrics: readonly string[];
  /** Bootstrap replicates; 0 gives values without intervals. */
  readonly replicates: number;
  /** Derived from (challenge version, split), so that replicates of two submissions pair. */
  readonly seed: string;
  /**
   * Where the metrics that are a maximum over cuts are quoted, by their names: chosen on other events, so that the value has an ordinary
   * interval. A maximum without one is taken on the scored events themselves, and has none.
   */
  readonly cuts?: Readonly<Record<string, number>>;
}

export interface ScoreReport {
  readonly metrics: ScoredMetric[];
  /** Plots that may be shown while the truth is in use. */
  readonly plots: Plot[];
  /** The plots once it is not; absent where that makes no difference. */
  readonly fullPlots?: Plot[];
}
