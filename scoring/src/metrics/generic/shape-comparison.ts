import { checkPair } from './histogram';

/**
 * Kullback-Leibler divergence sum p ln(p / q) of two histograms, each normalised to 1, in units of the base (2: bits).
 * Infinite where p has content in a bin that q leaves empty; NaN when a histogram is empty. Not symmetric.
 *
 * @throws ScoringRefusal `length-mismatch`, `value-invalid` (a negative or non-finite content)
 */
export function kullbackLeiblerDivergence(p: ArrayLike<number>, q: ArrayLike<number>, base = 2): number {
  const { sumP, sumQ } = checkPair(p, q);
  if (sumP === 0 || sumQ === 0) return NaN;
  let divergence = 0;
  for (let i = 0; i < p.length; i++) {
    const a = p[i]! / sumP;
    if (a > 0) divergence += a * Math.log(a / (q[i]! / sumQ));
  }
  return divergence / Math.log(base);
}

/**
 * Pearson's chi squared of observed counts against a reference shape scaled to the same total. Bins that both leave
 * empty add nothing; infinite where only the reference is empty; NaN when a histogram is empty.
 *
 * @throws ScoringRefusal as above
 */
export function shapeChiSquared(observed: ArrayLike<number>, reference: ArrayLike<number>): number {
  const { sumP, sumQ } = checkPair(observed, reference);
  if (sumP === 0 || sumQ === 0) return NaN;
  let chiSquared = 0;
  for (let i = 0; i < observed.length; i++) {
    const expected = (reference[i]! * sumP) / sumQ;
    if (expected > 0 || observed[i]! > 0) chiSquared += (observed[i]! - expected) ** 2 / expected;
  }
  return chiSquared;
}
