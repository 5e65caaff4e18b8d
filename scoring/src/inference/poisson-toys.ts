import { logPoissonDensity } from '../numerics/deviance';
import type { RandomSource } from '@unblind/random';

/** Range of the tables in standard deviations; less than 1e-18 of a Poisson distribution lies beyond it. */
const reach = 9;

/**
 * Draws toy spectra around fixed means by inverting tabulated distributions: one uniform number and a few look-ups per bin, for
 * means of any size.
 *
 * @param means above 0
 * @returns fills a spectrum with the stream's next toy
 */
export function poissonToys(means: ArrayLike<number>): (stream: RandomSource, spectrum: Float64Array) => void {
  const tables = Array.from(means, cumulative);
  return (stream, spectrum) => {
    for (let bin = 0; bin < tables.length; bin++) {
      const { lowest, sums, guide } = tables[bin]!;
      const uniform = stream.uniform();
      let place = guide[Math.floor(uniform * guide.length)]!;
      while (sums[place]! < uniform) place++;
      spectrum[bin] = lowest + place;
    }
  };
}

/** `sums[k]` is P(N <= lowest + k). `guide` divides (0, 1) into equal slices and holds the first possible k of each. */
interface Cumulative {
  readonly lowest: number;
  readonly sums: Float64Array;
  readonly guide: Uint32Array;
}

function cumulative(mean: number): Cumulative {
  const width = Math.ceil(reach * Math.sqrt(mean)) + 25;
  const lowest = Math.max(0, Math.floor(mean) - width);
  const size = Math.floor(mean) + width - lowest + 1;
  const sums = new Float64Array(size);
  let sum = 0;
  for (let k = 0; k < size; k++) {
    const n = lowest + k;
    sum += n === 0 ? Math.exp(-mean) : Math.exp(logPoissonDensity(n, mean));
    sums[k] = sum;
  }
  // Rounding may leave the last sum slightly below 1, so that a uniform number could lie above all sums.
  sums[size - 1] = 1;
  const guide = new Uint32Array(size);
  for (let slice = 0, place = 0; slice < size; slice++) {
    while (sums[place]! < slice / size) place++;
    guide[slice] = place;
  }
  return { lowest, sums, guide };
}
