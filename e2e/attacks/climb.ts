import type { Ladder } from '@unblind/contracts';
import { releaseByLadder } from '@unblind/scoring';

/** What a board with a Ladder shows one account, of one entry after another. */
export class Climb {
  private best: number | null = null;
  private releases = 0;

  /** @param isBounded whether the board shows an account so many values and no more */
  constructor(
    private readonly feedback: Ladder,
    private readonly isBounded = true,
  ) {}

  /** The best value on the board once it has seen this one. */
  show(value: number | null): number | null {
    const releases = this.isBounded ? this.releases : 0;
    const released = releaseByLadder({ best: this.best, releases, value, order: 'desc' }, this.feedback);
    if (released === null) return this.best;
    this.releases++;
    return (this.best = released);
  }
}
