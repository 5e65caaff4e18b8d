import type { Ladder } from '@unblind/contracts';
import { Climb } from '../climb';
import { DevelopmentBoard } from './development-board';
import type { TaggingSample } from './sample';
import { rankedMetric, type Shown } from './target';

/** The board of the rejection, and beside it that of the area under the ROC curve, which is on the same rows. */
export class TwoBoards extends DevelopmentBoard {
  /** What the second board newly showed of the last file. */
  newArea: number | null = null;
  private readonly areas: Climb;
  private bestArea: number | null = null;

  constructor(sample: TaggingSample, feedback: { rejection: Ladder; area: Ladder }, isBounded: boolean) {
    super(sample, feedback.rejection, isBounded);
    this.areas = new Climb(feedback.area, isBounded);
  }

  /** By what the first board ranks, before it is rounded. */
  rejectionOf(scores: Float64Array): number {
    return this.ranked(scores, rankedMetric) ?? Infinity;
  }

  protected override show(scores: Float64Array): Shown {
    const best = this.areas.show(this.ranked(scores, 'auc'));
    this.newArea = best === this.bestArea ? null : best;
    this.bestArea = best;
    return super.show(scores);
  }
}
