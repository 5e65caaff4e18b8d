import { namedStream } from '@unblind/random';
import { fitCounts } from '../fit-signal-strength';
import { Likelihood } from '../likelihood';
import { minimise } from '../minimise';
import { randomModel } from './random-model';

/** A lower minimum by this much is another one: 0.001 of a standard deviation of mu. */
const lower = 1e-6;

/** The numbers of the random models of which some random start finds a lower minimum than the fit, with how much lower: for tests. */
export function localMinima({ seed, models, otherStarts }: { seed: string; models: number; otherStarts: number }): [number, number][] {
  const found: [number, number][] = [];
  for (let number = 0; number < models; number++) {
    const random = namedStream(`${seed}/${number}`);
    const likelihood = new Likelihood(randomModel(random));
    const truth = Array.from({ length: likelihood.parameters }, (_, k) => (k === 0 ? 2 * random.uniform() : random.normal()));
    const counts = likelihood.expected(truth).map((mean) => random.poisson(mean));
    const fit = fitCounts(likelihood, counts);
    const free = truth.map((_, k) => k);
    for (let start = 0; start < otherStarts; start++) {
      const from = Float64Array.from(truth, (_, k) => (k === 0 ? 3 * random.uniform() : 6 * random.uniform() - 3));
      try {
        const other = minimise(likelihood, counts, from, { free });
        const gain = fit.minimum.loss - other.loss;
        if (other.parameters[0]! >= 0 && gain > lower) found.push([number, gain]);
      } catch {
        // A start from which there is no convergence says nothing.
      }
    }
  }
  return found;
}
