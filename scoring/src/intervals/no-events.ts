import { namedStream } from '@unblind/random';
import { oneSigma } from './binomial';

/** The Poisson mean above which no event at all has a chance of less than 32 %: a one-sided 68 % limit, 1.148. */
const noEventsLimit = -Math.log(1 - oneSigma);

/** The one-sided 68 % lower limit of total / passing where none of `total` events passes. */
export const limitWithoutEvents = (total: number): number => total / noEventsLimit;

/**
 * Replicates of total / passing where none passes. A bootstrap has no spread there: it cannot draw an event that is not in the sample.
 * The mean number of events that passes is exponential instead, its distribution after seeing none (with a flat prior), so that the limit
 * above is the 32 % quantile. The quantiles are taken evenly and shuffled by the seed alone, so that two such entries are equal in every replicate.
 */
export function replicatesWithoutEvents(total: number, replicates: number, seed: string): Float64Array {
  const values = Float64Array.from({ length: replicates }, (_, r) => total / -Math.log(1 - (r + 0.5) / replicates));
  const stream = namedStream(`${seed}/no-events`);
  for (let r = replicates - 1; r > 0; r--) {
    const other = stream.integer(r + 1);
    [values[r], values[other]] = [values[other]!, values[r]!];
  }
  return values;
}
