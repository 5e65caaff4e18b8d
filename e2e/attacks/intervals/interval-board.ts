import type { Ladder } from '@unblind/contracts';
import { roundMetric, scoreIntervalEstimation, type ScoreReport } from '@unblind/scoring';
import { Climb } from '../climb';
import type { Estimate } from './counting';

export interface Interval {
  low: number;
  high: number;
}

/** A divided split: the estimates of its pseudo-experiments, their true mu, and 0 for the ranking part, 1 for the diagnostic part. */
export interface IntervalSample {
  estimates: readonly Estimate[];
  mu: Float64Array;
  part: Uint8Array;
}

/** Enough for the error to which what is shown is rounded. */
const replicates = 20;

/** A divided split as one account sees it: the quantile score of the ranking part through the Ladder, the diagnostic coverage rounded. */
export class IntervalBoard {
  queries = 0;
  private readonly climb: Climb;
  private best: number | null = null;

  constructor(
    private readonly sample: IntervalSample,
    feedback: Ladder,
    isBounded: boolean,
  ) {
    this.climb = new Climb(feedback, isBounded);
  }

  /** @returns what the board newly shows, null where it shows nothing new, and the coverage of the diagnostic part */
  submit(file: readonly Interval[]): { released: number | null; coverage: number } {
    this.queries++;
    const before = this.best;
    this.best = this.climb.show(this.scored(0, file, 'quantile_score', 0)?.value ?? null);
    const coverage = this.scored(1, file, 'coverage', replicates);
    return { released: this.best === before ? null : this.best, coverage: (coverage && roundMetric(coverage).value) ?? NaN };
  }

  /**
   * By what the board ranks, before it is rounded. The standard deviation is that of the width alone: where the coverage is near the edge
   * of the plateau, some replicates have a large penalty, and theirs would hide any gain.
   */
  rankingScore(file: readonly Interval[]): { value: number; sigma: number } {
    const value = this.scored(0, file, 'quantile_score', 0)?.value ?? NaN;
    const { low, high } = this.scored(0, file, 'width_term', 200) ?? { low: null, high: null };
    return { value, sigma: ((high ?? NaN) - (low ?? NaN)) / 2 };
  }

  private scored(part: number, file: readonly Interval[], name: string, drawn: number): ScoreReport['metrics'][number] | undefined {
    const rows = Array.from(file.keys()).filter((row) => this.sample.part[row] === part);
    const column = (value: (row: number) => number) => Float64Array.from(rows, value);
    return scoreIntervalEstimation(
      { mu: column((row) => this.sample.mu[row]!) },
      {
        muHats: column((row) => this.sample.estimates[row]!.muHat),
        deltaMuHats: column((row) => this.sample.estimates[row]!.delta),
        p16: column((row) => file[row]!.low),
        p84: column((row) => file[row]!.high),
      },
      { metrics: [name], replicates: drawn, seed: 'of the split' },
    ).metrics[0];
  }
}
