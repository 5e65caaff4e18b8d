import { logPoissonDensity } from '../numerics/deviance';
import { regularizedIncompleteBeta } from '../numerics/incomplete-beta';
import { regularizedGamma } from '../numerics/incomplete-gamma';
import { checkCounts, checkNotNegative, checkPositive } from './check';

/**
 * P(N >= n) for a Poisson mean b: the local p-value of n observed events. 1 for n = 0.
 *
 * @throws ScoringRefusal `value-invalid` unless n is a whole number >= 0 and b finite and >= 0
 */
export function excessProbability(observed: number, background: number): number {
  check(observed, background);
  return observed === 0 ? 1 : regularizedGamma(observed, background).lower;
}

/** P(N <= n): the p-value of a deficit. */
export function deficitProbability(observed: number, background: number): number {
  check(observed, background);
  return regularizedGamma(observed + 1, background).upper;
}

/** P(N > n) + P(N = n) / 2: the p-value that is uniform on average although counts are discrete. */
export function midExcessProbability(observed: number, background: number): number {
  check(observed, background);
  if (background === 0) return observed === 0 ? 0.5 : 0;
  const at = observed === 0 ? Math.exp(-background) : Math.exp(logPoissonDensity(observed, background));
  return regularizedGamma(observed + 1, background).lower + at / 2;
}

/**
 * p-value of n_on counts when the background is known from n_off counts in an exposure tau times as large: the binomial test
 * of two Poisson means, whose significance is Z_Bi (Cousins, Linnemann, Tucker, NIM A 595, 480, 2008).
 *
 * @throws ScoringRefusal `value-invalid`
 */
export function onOffProbability(on: number, off: number, tau: number): number {
  checkCounts([on, off]);
  checkPositive(tau, 'The ratio of exposures off and on the source');
  return on === 0 ? 1 : regularizedIncompleteBeta(1 / (1 + tau), on, off + 1);
}

function check(observed: number, background: number): void {
  checkCounts([observed]);
  checkNotNegative(background, 'The background');
}
