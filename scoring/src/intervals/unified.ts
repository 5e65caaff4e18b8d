import { upperIncompleteGamma } from '../numerics/incomplete-gamma';
import { oneSigma } from './binomial';

/** The distribution function of the standard normal. */
function normalCdf(z: number): number {
  const tail = upperIncompleteGamma(0.5, (z * z) / 2) / 2;
  return z > 0 ? 1 - tail : tail;
}

/**
 * The 68 % acceptance region of a measurement with a standard normal error about a quantity that cannot be negative, ordered by
 * likelihood ratio: the measured value minus `mu` lies between `from` and `to`. Intervals of all mu that accept what was measured cover 68 % for
 * any mu, are not empty, and turn into limits near 0.
 *
 * Source: Feldman and Cousins, Phys. Rev. D 57, 3873 (1998), arXiv:physics/9711021, section IV.B
 */
export function unifiedRegion(mu: number): { from: number; to: number } {
  // From one standard deviation on, the region is the central one.
  if (mu >= 1) return { from: -1, to: 1 };
  const place = mu * steps;
  const below = Math.floor(place);
  const to = upperEnds[below]! + (place - below) * (upperEnds[below + 1]! - upperEnds[below]!);
  return { from: lowerEnd(mu, to), to };
}

/** Where the likelihood ratio is that of the upper end. */
const lowerEnd = (mu: number, to: number): number => (mu === 0 ? -Infinity : (mu * mu - to * to) / (2 * mu) - mu);

/** Steps of mu between 0 and 1, between which the upper end is interpolated to 1e-5. */
const steps = 200;
const upperEnds = Float64Array.from({ length: steps + 1 }, (_, step) => {
  const mu = step / steps;
  let [low, high] = [0, 1];
  for (let halving = 0; halving < 40; halving++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) - (mu === 0 ? 0 : normalCdf(lowerEnd(mu, middle))) < oneSigma) low = middle;
    else high = middle;
  }
  return high;
});
