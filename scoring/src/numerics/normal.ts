import { regularizedGamma } from './incomplete-gamma';

/** P(X > z) of the standard normal distribution, accurate in the far tail. */
export function normalSurvival(z: number): number {
  const { lower, upper } = regularizedGamma(0.5, (z * z) / 2);
  return z >= 0 ? upper / 2 : 0.5 + lower / 2;
}

export function normalCdf(z: number): number {
  return normalSurvival(-z);
}

/**
 * The z above which the standard normal distribution has probability p: the significance of a one-sided p-value.
 * Infinite for p = 0 and minus infinite for p = 1; NaN outside [0, 1]. Newton's iteration on ln p, whose curvature is mild.
 */
export function normalSignificance(p: number): number {
  if (!(p >= 0 && p <= 1)) return NaN;
  if (p === 0 || p === 1) return p === 0 ? Infinity : -Infinity;
  if (p > 0.5) return -significanceOfTail(1 - p);
  return significanceOfTail(p);
}

function significanceOfTail(p: number): number {
  let z = Math.sqrt(Math.max(0, -2 * Math.log(2 * p)));
  for (let i = 0; i < 60; i++) {
    const survival = normalSurvival(z);
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    const step = (Math.log(survival / p) * survival) / density;
    z += step;
    if (Math.abs(step) <= 1e-15 * Math.max(1, Math.abs(z))) break;
  }
  return z;
}
