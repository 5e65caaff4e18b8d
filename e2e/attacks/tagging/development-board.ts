import type { Ladder } from '@unblind/contracts';
import { roundMetric, roundPlot, scoreTagging, type ScoreReport } from '@unblind/scoring';
import { Climb } from '../climb';
import type { TaggingSample } from './sample';
import { metricOf, rankedMetric, RecordedTarget, type Shown, type Target } from './target';

type Rows = Pick<TaggingSample, 'labels'> & { rows: Uint32Array };

const shownMetrics = [rankedMetric, 'auc', 'accuracy', 'ece'];

/** Enough for the error to which what is shown is rounded. */
const replicates = 50;

/** A divided split as one account sees it: the ranking part through the Ladder, the diagnostic part coarse and rounded. */
export class DevelopmentBoard extends RecordedTarget {
  private readonly climb: Climb;
  private readonly ranking: Rows;
  private readonly diagnostic: Rows;

  /** @param isBounded whether it shows an account so many values and no more */
  constructor(
    private readonly sample: TaggingSample,
    feedback: Ladder,
    isBounded = true,
  ) {
    super();
    this.climb = new Climb(feedback, isBounded);
    this.ranking = rowsOf(sample, 0);
    this.diagnostic = rowsOf(sample, 1);
  }

  get rows(): number {
    return this.sample.labels.length;
  }

  get signal(): number {
    return countsOf(this.sample.labels).signal;
  }

  get counts(): Target['counts'] {
    return countsOf(this.diagnostic.labels);
  }

  protected show(scores: Float64Array): Shown {
    const value = this.ranked(scores, rankedMetric) ?? Infinity;
    return { board: this.climb.show(value), ...this.diagnosed(scored(this.diagnostic, scores, shownMetrics, replicates)) };
  }

  /** A metric of the ranking part, in full precision. */
  protected ranked(scores: Float64Array, name: string): number | null {
    return metricOf({ ...scored(this.ranking, scores, [name]), board: null }, name);
  }

  /** What is shown of the diagnostic part. */
  protected diagnosed({ metrics, plots }: ScoreReport): Omit<Shown, 'board'> {
    return { metrics: metrics.map(roundMetric), plots: plots.map(roundPlot) };
  }
}

/** The same without rounding. */
export class UnroundedBoard extends DevelopmentBoard {
  protected override diagnosed({ metrics, plots }: ScoreReport): Omit<Shown, 'board'> {
    return { metrics, plots };
  }
}

/** The same split without the defences: one part, which is shown and ranked by in full precision. */
export class WeakenedBoard extends RecordedTarget {
  private readonly whole: Rows;

  constructor(sample: TaggingSample) {
    super();
    this.whole = { labels: sample.labels, rows: Uint32Array.from(sample.labels, (_, row) => row) };
  }

  get rows(): number {
    return this.whole.labels.length;
  }

  get signal(): number {
    return this.counts.signal;
  }

  get counts(): Target['counts'] {
    return countsOf(this.whole.labels);
  }

  protected show(scores: Float64Array): Shown {
    const { metrics, plots, fullPlots = plots } = scored(this.whole, scores, shownMetrics);
    const shown = { metrics, plots: fullPlots, board: null };
    return { ...shown, board: metricOf(shown, rankedMetric) ?? Infinity };
  }
}

/** The honest result on the rows that a board ranks by: ln R, with its standard deviation where there are replicates. */
export function honestResult({ labels, part }: TaggingSample, scores: Float64Array, replicates = 200): { value: number; sigma: number } {
  const rows = part === null ? { labels, rows: Uint32Array.from(labels, (_, row) => row) } : rowsOf({ labels, part }, 0);
  const metric = scored(rows, scores, [rankedMetric], replicates).metrics[0];
  const logarithms = Array.from(metric?.replicates ?? [], (replicate) => Math.log(replicate)).filter(Number.isFinite);
  const mean = logarithms.reduce((sum, value) => sum + value, 0) / logarithms.length;
  const variance = logarithms.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (logarithms.length - 1);
  return { value: Math.log(metric?.value ?? Infinity), sigma: Math.sqrt(variance) };
}

function scored({ labels, rows }: Rows, scores: Float64Array, metrics: readonly string[], replicates = 0): ScoreReport {
  return scoreTagging(
    { labels },
    Float64Array.from(rows, (row) => scores[row]!),
    { metrics, replicates, seed: 'of the split' },
  );
}

function rowsOf({ labels, part }: Pick<TaggingSample, 'labels' | 'part'>, asked: number): Rows {
  const rows = Uint32Array.from(labels.keys()).filter((row) => part?.[row] === asked);
  return { rows, labels: Uint8Array.from(rows, (row) => labels[row]!) };
}

function countsOf(labels: Uint8Array): Target['counts'] {
  const signal = labels.reduce((sum, label) => sum + label, 0);
  return { signal, background: labels.length - signal };
}
