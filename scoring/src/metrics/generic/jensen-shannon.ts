import { checkPair } from './histogram';

/**
 * Jensen-Shannon divergence of two histograms: (KL(p|m) + KL(q|m)) / 2 with m = (p + q) / 2, each normalised to 1.
 * Between 0 and 1 for base 2 (bits), 0 and ln 2 for base e. Its square root is scipy's `jensenshannon`.
 * NaN when a histogram is empty; bins empty in both add nothing.
 *
 * @throws ScoringRefusal `length-mismatch`, `value-invalid` (a negative or non-finite content)
 */
export function jensenShannonDivergence(p: ArrayLike<number>, q: ArrayLike<number>, base = 2): number {
  const { sumP, sumQ } = checkPair(p, q);
  let divergence = 0;
  for (let i = 0; i < p.length; i++) {
    const a = p[i]! / sumP;
    const b = q[i]! / sumQ;
    const middle = (a + b) / 2;
    if (a > 0) divergence += a * Math.log(a / middle);
    if (b > 0) divergence += b * Math.log(b / middle);
    if (Number.isNaN(middle)) return NaN;
  }
  // Rounding can leave a negative zero-like number for equal histograms.
  return Math.max(0, divergence / 2 / Math.log(base));
}
