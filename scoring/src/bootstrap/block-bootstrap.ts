import { namedStream } from '@unblind/random';
import { studentFactor } from '../intervals/student';

export interface BlockDraws {
  seed: string;
  replicates: number;
  /** Number of units to draw from. */
  blocks: number;
  /** Number of values that `evaluate` gives. */
  statistics: number;
}

/**
 * Block bootstrap for statistics of large, independent units (the events of a tracking challenge, the
 * pseudo-experiments of an interval challenge): each replicate draws `blocks` units with replacement. The
 * draws depend on (seed, blocks, replicate) only, so that two submissions on the same split pair.
 *
 * Drawing from few units gives too small a spread: deviations from the value are enlarged by sqrt(n / (n - 1)) and by Student's t for the error
 * of that spread. A value or replicate that is not finite stays as it is.
 *
 * The weights are multinomial instead of Poisson: with few units, the varying total would dominate the spread.
 *
 * @param evaluate the statistics of one replicate from the number of draws of each block; it must not keep the array
 * @returns one vector of `replicates` values per statistic, or null for fewer than two blocks, which have no spread
 */
export function blockBootstrap(
  { seed, replicates, blocks, statistics }: BlockDraws,
  evaluate: (counts: Uint32Array) => readonly number[],
): Float64Array[] | null {
  if (blocks < 2) return null;
  const vectors = Array.from({ length: statistics }, () => new Float64Array(replicates));
  const stream = namedStream(`${seed}/blocks/${blocks}`);
  const counts = new Uint32Array(blocks);
  for (let replicate = 0; replicate < replicates; replicate++) {
    counts.fill(0);
    for (let draw = 0; draw < blocks; draw++) counts[stream.integer(blocks)]!++;
    evaluate(counts).forEach((value, statistic) => {
      vectors[statistic]![replicate] = value;
    });
  }
  const enlarged = Math.sqrt(blocks / (blocks - 1)) * studentFactor(blocks - 1);
  const values = evaluate(counts.fill(1));
  return vectors.map((vector, statistic) => {
    const value = values[statistic]!;
    return Number.isFinite(value) ? vector.map((replicate) => value + enlarged * (replicate - value)) : vector;
  });
}
