import { checkPair } from './histogram';

/**
 * Separation power of two histograms: 1/2 sum (p - q)^2 / (p + q), each normalised to 1 (CaloChallenge,
 * arXiv:2410.21611). 0 for equal shapes, 1 for disjoint ones; NaN when a histogram is empty.
 *
 * @throws ScoringRefusal `length-mismatch`, `value-invalid` (a negative or non-finite content)
 */
export function separationPower(p: ArrayLike<number>, q: ArrayLike<number>): number {
  const { sumP, sumQ } = checkPair(p, q);
  if (sumP === 0 || sumQ === 0) return NaN;
  let power = 0;
  for (let i = 0; i < p.length; i++) {
    const a = p[i]! / sumP;
    const b = q[i]! / sumQ;
    if (a + b > 0) power += (a - b) ** 2 / (a + b);
  }
  return power / 2;
}
