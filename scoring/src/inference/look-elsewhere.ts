import { ScoringRefusal } from '../refusal';
import { normalSurvival } from '../numerics/normal';
import { checkNotNegative, checkPositive, checkProbability } from './check';

/**
 * Sidak's global p-value 1 - (1 - p)^N of the smallest of N independent local ones (JASA 62, 626, 1967), exact for tiny p.
 *
 * @throws ScoringRefusal `out-of-range` (p), `value-invalid` (trials)
 */
export function sidakProbability(localProbability: number, trials: number): number {
  checkProbability(localProbability, 'The local p-value');
  checkPositive(trials, 'The number of trials');
  return -Math.expm1(trials * Math.log1p(-localProbability));
}

/**
 * Gross and Vitells' bound on the global p-value, P(Z) + N(u0) exp(-(Z^2 - u0^2) / 2), at most 1 (EPJC 70, 525, 2010):
 * extrapolates the expected upcrossings of a low level u0, for which few toys suffice, to the observed Z.
 *
 * @param significance local Z, in standard deviations
 * @param level u0, in standard deviations, below Z
 * @param upcrossings mean number of upcrossings of u0 by the significance along the scan, without signal
 * @throws ScoringRefusal `value-invalid`; `out-of-range` for Z below u0, where the bound does not hold
 */
export function grossVitellsProbability(significance: number, level: number, upcrossings: number): number {
  checkNotNegative(level, 'The reference level');
  checkNotNegative(upcrossings, 'The number of upcrossings');
  if (!(significance >= level)) {
    throw new ScoringRefusal('out-of-range', `The local significance ${significance} must not be below the reference level ${level}.`);
  }
  const carried = upcrossings * Math.exp(-(significance - level) * ((significance + level) / 2));
  return Math.min(1, normalSurvival(significance) + carried);
}

/** Number of times that a scan of significances rises through a level. A start above the level does not count. */
export function countUpcrossings(scan: ArrayLike<number>, level: number): number {
  let crossings = 0;
  for (let i = 1; i < scan.length; i++) if (scan[i - 1]! < level && scan[i]! >= level) crossings++;
  return crossings;
}
