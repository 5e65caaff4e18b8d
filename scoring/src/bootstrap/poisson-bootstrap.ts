import { fillPoissonWeights, replicatesPerBlock, seedWords } from '@unblind/random';

export interface PoissonDraws {
  seed: string;
  /** 0 gives empty vectors. */
  replicates: number;
  /** The event index at each position of the weights (a sort order, or 0 ... n-1). */
  events: Uint32Array;
  /** Number of values that `evaluate` gives. */
  statistics: number;
}

/**
 * Poisson bootstrap: in each replicate every event gets a Poisson(1) weight, a pure function of (seed, replicate,
 * event). With the seed derived from (challenge version, split), the replicates of any two submissions pair event
 * by event, and the spread of their difference needs no new evaluation.
 *
 * Four replicates are drawn at a time, because one hash of an event gives the weights of four.
 *
 * @param evaluate the statistics of one replicate from the weights by position; it must not keep the array
 * @returns one vector of `replicates` values for each statistic
 */
export function poissonBootstrap(
  { seed, replicates, events, statistics }: PoissonDraws,
  evaluate: (weights: Uint8Array) => readonly number[],
): Float64Array[] {
  const vectors = Array.from({ length: statistics }, () => new Float64Array(replicates));
  const words = seedWords(seed);
  const weights = Array.from({ length: replicatesPerBlock }, () => new Uint8Array(events.length));
  for (let first = 0; first < replicates; first += replicatesPerBlock) {
    fillPoissonWeights(words, first / replicatesPerBlock, events, weights);
    weights.slice(0, replicates - first).forEach((replicateWeights, k) => {
      evaluate(replicateWeights).forEach((value, statistic) => {
        vectors[statistic]![first + k] = value;
      });
    });
  }
  return vectors;
}
