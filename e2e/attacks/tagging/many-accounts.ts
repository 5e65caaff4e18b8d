import type { Ladder } from '@unblind/contracts';
import { namedStream } from '@unblind/random';
import type { Attack } from '../attack';
import { boost } from './adapt';
import { boardFeedback, onBoard, sigmaAbove } from './board-attacks';
import { DevelopmentBoard, WeakenedBoard } from './development-board';
import { dividedSample, type TaggingSample } from './sample';
import { probabilities } from './scores';
import { RecordedTarget, type Shown, type Target } from './target';

/** Every submission from an account of its own, whose first value the board always shows. */
class FreshAccounts extends RecordedTarget {
  private readonly first: DevelopmentBoard;

  constructor(
    private readonly sample: TaggingSample,
    private readonly feedback: Ladder,
  ) {
    super();
    this.first = new DevelopmentBoard(sample, feedback);
  }

  get rows(): number {
    return this.first.rows;
  }

  get signal(): number {
    return this.first.signal;
  }

  get counts(): Target['counts'] {
    return this.first.counts;
  }

  protected show(scores: Float64Array): Shown {
    return new DevelopmentBoard(this.sample, this.feedback).submit(scores);
  }
}

/** Boosting by one person with many accounts. Accounts are free, so the gain is reported, and the board says how many feed it. */
function boostingFrom(accounts: number): Attack {
  return {
    name: `boosting from ${accounts} accounts`,
    against: 'development board',
    limitSigma: null,
    inShort: accounts === 20,
    async run() {
      const sample = dividedSample('split', 'short');
      const honest = probabilities(sample.logits);
      const gainOn = (target: Target, budget: number, rows: TaggingSample) => {
        boost({ honest, target, budget, random: namedStream('accounts'), read: onBoard, keepsBest: false });
        return sigmaAbove(rows, honest, target.best);
      };
      return {
        gainSigma: gainOn(new FreshAccounts(sample, await boardFeedback()), accounts, sample),
        // The same person with the queries of one account, on the board without the defences.
        controlSigma: gainOn(new WeakenedBoard(sample), 200, { ...sample, part: null }),
        queries: accounts,
        accounts,
      };
    },
  };
}

export const accountAttacks: readonly Attack[] = [5, 20, 200].map(boostingFrom);
