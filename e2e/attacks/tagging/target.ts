import type { MetricValue, Plot } from '@unblind/contracts';

/** What a participant sees of a submission, on its page and on the board. */
export interface Shown {
  /** The number with which the participant stands on the board after this submission; null before the first. */
  board: number | null;
  metrics: readonly MetricValue[];
  plots: readonly Plot[];
}

/** A board that takes files of predictions, as an attacker sees it. */
export interface Target {
  /** Known from the data page. */
  rows: number;
  /** How many signal rows the split has: also known. */
  signal: number;
  /** How many signal and background rows the shown numbers count. */
  counts: { signal: number; background: number };
  /** Scores between 0 and 1, one per row. */
  submit(scores: Float64Array): Shown;
  /** How many submissions were made. */
  queries: number;
  /** The best number with which the attacker stood on the board. */
  readonly best: number;
}

/** Counts what is submitted, and keeps the best number that the board showed. */
export abstract class RecordedTarget implements Target {
  queries = 0;
  best = 0;
  abstract readonly rows: number;
  abstract readonly signal: number;
  abstract readonly counts: Target['counts'];

  protected abstract show(scores: Float64Array): Shown;

  submit(scores: Float64Array): Shown {
    this.queries++;
    const shown = this.show(scores);
    this.best = Math.max(this.best, shown.board ?? 0);
    return shown;
  }
}

/** Background rejection at a signal efficiency of 0.3: what the board ranks by. */
export const rankedMetric = 'rejection@0.3';

export function metricOf({ metrics }: Shown, name: string): number | null {
  return metrics.find((metric) => metric.name === name)?.value ?? null;
}

export function plotOf({ plots }: Shown, id: string): Plot | undefined {
  return plots.find((plot) => plot.id === id);
}
