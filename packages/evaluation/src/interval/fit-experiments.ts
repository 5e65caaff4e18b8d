import { Likelihood, ScoringRefusal, fillBins, fitCounts, type FitOptions } from '@unblind/scoring';
import type { ScoreTemplates } from './build-templates';

/** mu_hat, p16 and p84 of each pseudo-experiment [experiments, 3], from a fit of its events' scores. */
export function fitExperiments(
  { edges, model }: ScoreTemplates,
  scores: readonly ArrayLike<number>[],
  options: FitOptions = {},
): Float64Array {
  const likelihood = new Likelihood(model);
  const intervals = new Float64Array(3 * scores.length);
  scores.forEach((of, experiment) => {
    const { muHat, low, high } = named(experiment, () => fitCounts(likelihood, fillBins(of, edges), options));
    intervals.set([muHat, low, high], 3 * experiment);
  });
  return intervals;
}

function named<T>(experiment: number, fit: () => T): T {
  try {
    return fit();
  } catch (error) {
    if (!(error instanceof ScoringRefusal)) throw error;
    throw new ScoringRefusal(error.code, `The fit of experiment ${experiment} failed. ${error.message}`, experiment);
  }
}
