import type { Ladder } from '@unblind/contracts';
import { applyThreshold } from '@unblind/evaluation';
import { normaliseWeights, roundMetric, roundPlot, scoreSelection, type ScoreReport, type SelectionTruth } from '@unblind/scoring';
import { Climb } from '../climb';
import { metricOf, RecordedTarget, type Shown, type Target } from '../tagging/target';

/** Events with at least this score are selected. */
const threshold = 0.5;
export const ranked = 'ams';
const shownMetrics = [ranked, 'ams_best'];
/** Enough for the error to which what is shown is rounded. */
const replicates = 50;

/** A divided split of HiggsML 2014. */
export interface SelectionSample {
  isSignal: Uint8Array;
  /** Expected events that a row stands for, in the whole split. */
  weights: Float64Array;
  /** 0 ranking part, 1 diagnostic part. */
  part: Uint8Array;
}

/** Rows of a split with their truth, weighted as the whole. */
export class ScoredRows {
  readonly truth: SelectionTruth;

  constructor(
    sample: SelectionSample,
    readonly rows: readonly number[],
  ) {
    const { isSignal, weights } = sample;
    const sums = { signal: 0, background: 0 };
    weights.forEach((weight, row) => (sums[isSignal[row] === 1 ? 'signal' : 'background'] += weight));
    const own = Uint8Array.from(rows, (row) => isSignal[row]!);
    this.truth = {
      eventIds: BigInt64Array.from(rows, BigInt),
      isSignal: own,
      weights: normaliseWeights(
        Float64Array.from(rows, (row) => weights[row]!),
        own,
        sums,
      ),
    };
  }

  score(scores: Float64Array, metrics: readonly string[], drawn = 0): ScoreReport {
    const ids = BigInt64Array.from(this.rows, BigInt);
    const sent = applyThreshold(
      ids,
      Float64Array.from(this.rows, (row) => scores[row]!),
      threshold,
    );
    return scoreSelection(this.truth, sent, { metrics, replicates: drawn, seed: 'of the split' });
  }

  get counts(): Target['counts'] {
    const signal = this.truth.isSignal.reduce((sum, label) => sum + label, 0);
    return { signal, background: this.rows.length - signal };
  }
}

abstract class AmsBoard extends RecordedTarget {
  /** What is shown in numbers and plots. */
  abstract readonly shownRows: ScoredRows;
  /** What ranks. */
  abstract readonly rankingRows: ScoredRows;

  constructor(protected readonly sample: SelectionSample) {
    super();
  }

  get rows(): number {
    return this.sample.isSignal.length;
  }

  get signal(): number {
    return this.sample.isSignal.reduce((sum, label) => sum + label, 0);
  }

  get counts(): Target['counts'] {
    return this.shownRows.counts;
  }
}

/** As one account sees it: the ranking part through the Ladder, the diagnostic part coarse and rounded. */
export class DevelopmentAmsBoard extends AmsBoard {
  readonly shownRows = partOf(this.sample, 1);
  readonly rankingRows = partOf(this.sample, 0);
  private readonly climb: Climb;

  constructor(sample: SelectionSample, feedback: Ladder) {
    super(sample);
    this.climb = new Climb(feedback);
  }

  protected show(scores: Float64Array): Shown {
    const value = metricOf({ ...this.rankingRows.score(scores, [ranked]), board: null }, ranked);
    const { metrics, plots } = this.shownRows.score(scores, shownMetrics, replicates);
    return { board: this.climb.show(value), metrics: metrics.map(roundMetric), plots: plots.map(roundPlot) };
  }
}

/** One part, shown and ranked by in full precision. */
export class WeakenedAmsBoard extends AmsBoard {
  readonly shownRows = partOf(this.sample, null);
  readonly rankingRows = this.shownRows;

  protected show(scores: Float64Array): Shown {
    const { metrics, plots, fullPlots = plots } = this.shownRows.score(scores, shownMetrics);
    const shown = { metrics, plots: fullPlots, board: null };
    return { ...shown, board: metricOf(shown, ranked) };
  }
}

/** @param asked a part, or null for the whole split */
function partOf(sample: SelectionSample, asked: number | null): ScoredRows {
  return new ScoredRows(
    sample,
    Array.from(sample.part.keys()).filter((row) => asked === null || sample.part[row] === asked),
  );
}
