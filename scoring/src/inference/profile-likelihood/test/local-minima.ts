import { namedStream, type RandomSource } from '@unblind/random';
import { fitCounts } from '../fit-signal-strength';
import { Likelihood } from '../likelihood';
import { minimise, orNull } from '../minimise';
import { randomModel } from './random-model';

/** A minimum that is lower by this much is another one: 0.001 of a standard deviation of mu. */
const lower = 1e-6;
/** The ends of an interval are where minus twice ln L has risen by 1, to 1e-5. */
const lowerAtEnd = 1e-5;

/** What a random start found below what the fit says: in which random model, and at which signal strength. */
export interface LocalMinimum {
  readonly model: number;
  readonly at: 'best' | 'zero' | 'low' | 'high';
  readonly lower: number;
}

interface Models {
  readonly seed: string;
  readonly first?: number;
  readonly models: number;
  /** For each of: all parameters free; no signal; either end of the interval. */
  readonly otherStarts: number;
}

/** Random models whose fit, or either end of whose interval, random starts show to be at a local minimum: for tests. */
export function localMinima({ seed, first = 0, models, otherStarts }: Models): LocalMinimum[] {
  return Array.from({ length: models }, (_, i) => localMinimaOf(seed, first + i, otherStarts)).flat();
}

function localMinimaOf(seed: string, model: number, otherStarts: number): LocalMinimum[] {
  const random = namedStream(`${seed}/${model}`);
  const likelihood = new Likelihood(randomModel(random));
  const truth = Array.from({ length: likelihood.parameters }, (_, k) => (k === 0 ? 2 * random.uniform() : random.normal()));
  const counts = likelihood.expected(truth).map((mean) => random.poisson(mean));
  const { minimum, low, high } = fitCounts(likelihood, counts);
  const lowest = (mu?: number) => lowestOf(likelihood, counts, { mu, random, starts: otherStarts });
  const found: LocalMinimum[] = [
    { model, at: 'best', lower: minimum.loss - lowest() },
    { model, at: 'zero', lower: minimum.loss - lowest(0) },
  ];
  // The interval may end at 0 before the loss has risen so far.
  if (low > 0) found.push({ model, at: 'low', lower: minimum.loss + 0.5 - lowest(low) });
  found.push({ model, at: 'high', lower: minimum.loss + 0.5 - lowest(high) });
  return found.filter((each) => each.lower > (each.at === 'best' || each.at === 'zero' ? lower : lowerAtEnd));
}

/** The lowest loss that random starts lead to, at a fixed mu or at any that is not negative. */
function lowestOf(
  likelihood: Likelihood,
  counts: Float64Array,
  { mu, random, starts }: { mu: number | undefined; random: RandomSource; starts: number },
): number {
  const parameters = Array.from({ length: likelihood.parameters }, (_, k) => k);
  const free = mu === undefined ? parameters : parameters.slice(1);
  const losses = Array.from({ length: starts }, () => {
    const start = Float64Array.from(parameters, (k) => (k === 0 ? (mu ?? 3 * random.uniform()) : 6 * random.uniform() - 3));
    const found = orNull(() => minimise(likelihood, counts, start, { free }));
    // A start from which there is no convergence says nothing.
    return found && found.parameters[0]! >= 0 ? found.loss : Infinity;
  });
  return Math.min(...losses);
}
