import { ParticipantFault } from '@unblind/contracts';
import { Likelihood, ScoringRefusal, fillBins, fitCounts, type FitOptions } from '@unblind/scoring';
import type { ScoreTemplates } from './build-templates';

/** mu_hat, p16 and p84 of each pseudo-experiment [experiments, 3], from a fit to the scores of its events. */
export function fitExperiments(
  { edges, model }: ScoreTemplates,
  scores: readonly ArrayLike<number>[],
  options: FitOptions = {},
): Float64Array {
  const likelihood = new Likelihood(model);
  const intervals = new Float64Array(3 * scores.length);
  scores.forEach((of, experiment) => {
    const { muHat, low, high } = namingExperiment(experiment, () => fitCounts(likelihood, fillBins(of, edges), options));
    intervals.set([muHat, low, high], 3 * experiment);
  });
  return intervals;
}

/** @throws ParticipantFault that names the experiment */
function namingExperiment<T>(experiment: number, fit: () => T): T {
  try {
    return fit();
  } catch (error) {
    if (!(error instanceof ScoringRefusal)) throw error;
    throw new ParticipantFault('predictions-out-of-range', {
      message: `The fit of pseudo-experiment ${experiment} did not succeed. ${error.message}`,
      subject: `experiment ${experiment}`,
      fix: 'Give a score whose bins hold both signal and background in the training split.',
    });
  }
}
