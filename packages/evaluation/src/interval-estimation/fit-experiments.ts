import { ParticipantFault } from '@unblind/contracts';
import { Likelihood, ScoringRefusal, fillBins, fitCounts, type FitOptions } from '@unblind/scoring';
import type { ScoreTemplates } from './build-templates';

export interface FittedExperiments {
  /** mu_hat, p16 and p84 of each pseudo-experiment [experiments, 3]. */
  intervals: Float64Array;
  /** Experiments whose fit did not converge, whatever was tried. */
  failed: number;
}

/**
 * Fits the scores of the events of each pseudo-experiment. One whose fit does not converge has mu_hat 0 and an interval below 0, which no
 * truth lies in, as wide as the others are on average: so it counts as not covering, and makes the mean width neither better nor worse.
 *
 * @throws ParticipantFault if no fit converges, as of templates that hold no signal
 */
export function fitExperiments(
  { edges, model }: ScoreTemplates,
  scores: readonly ArrayLike<number>[],
  options: FitOptions = {},
): FittedExperiments {
  const likelihood = new Likelihood(model);
  const intervals = new Float64Array(3 * scores.length);
  const failed: number[] = [];
  const refusals: ScoringRefusal[] = [];
  let width = 0;
  scores.forEach((of, experiment) => {
    try {
      const { muHat, low, high } = fitCounts(likelihood, fillBins(of, edges), options);
      intervals.set([muHat, low, high], 3 * experiment);
      width += high - low;
    } catch (error) {
      if (!(error instanceof ScoringRefusal)) throw error;
      refusals.push(error);
      failed.push(experiment);
    }
  });
  const fitted = scores.length - failed.length;
  const [refusal] = refusals;
  if (refusal && fitted === 0) throw noneFits(refusal);
  for (const experiment of failed) intervals.set([0, -1 - width / fitted, -1], 3 * experiment);
  return { intervals, failed: failed.length };
}

function noneFits({ message }: ScoringRefusal): ParticipantFault {
  return new ParticipantFault('predictions-out-of-range', {
    message: `No pseudo-experiment could be fitted. ${message}`,
    fix: 'Give a score whose bins hold both signal and background in the training split.',
  });
}
