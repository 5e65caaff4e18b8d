import { binomialInterval, oneSigma } from '../intervals/binomial';
import { regularizedGamma } from '../numerics/incomplete-gamma';
import { kolmogorovSurvival } from '../numerics/kolmogorov';
import { ScoringRefusal } from '../refusal';
import { checkProbability } from './check';

/** Tests whether p-values from experiments without a signal are uniform. */
export interface PValueCalibration {
  /** Kolmogorov-Smirnov distance from the uniform distribution, and the probability of a distance at least as large. */
  readonly distance: number;
  readonly distanceProbability: number;
  /** Fisher's combination: the probability of a product of p-values at least as small; 0 if one of them is 0. */
  readonly combinedProbability: number;
}

/**
 * @param pValues at least one, each in [0, 1]
 * @throws ScoringRefusal `empty`, `out-of-range` with the index
 */
export function pValueCalibration(pValues: ArrayLike<number>): PValueCalibration {
  const sorted = checked(pValues).sort();
  const n = sorted.length;
  let distance = 0;
  let logarithms = 0;
  sorted.forEach((p, i) => {
    distance = Math.max(distance, (i + 1) / n - p, p - i / n);
    logarithms += Math.log(p);
  });
  return {
    distance,
    distanceProbability: kolmogorovSurvival(n, distance),
    combinedProbability: regularizedGamma(n, -logarithms).upper,
  };
}

/** How often a test at level alpha claims a signal without one, with its Clopper-Pearson interval. */
export interface TypeOneRate {
  readonly alpha: number;
  readonly claims: number;
  readonly experiments: number;
  readonly rate: number;
  readonly low: number;
  readonly high: number;
  /** True if alpha lies in the interval. A lower rate wastes power; a higher one makes too many false claims. */
  readonly covered: boolean;
}

/**
 * The type-I error rate of p-values without signal: the fraction that is <= alpha.
 *
 * @throws ScoringRefusal `empty`, `out-of-range` with the index (or without, for alpha)
 */
export function typeOneRate(pValues: ArrayLike<number>, alpha: number, level = oneSigma): TypeOneRate {
  checkProbability(alpha, 'The level alpha');
  const values = checked(pValues);
  const claims = values.reduce((count, p) => count + (p <= alpha ? 1 : 0), 0);
  const { low, high } = binomialInterval(claims, values.length, level);
  const rate = claims / values.length;
  return { alpha, claims, experiments: values.length, rate, low, high, covered: low <= alpha && alpha <= high };
}

function checked(pValues: ArrayLike<number>): Float64Array {
  if (pValues.length === 0) throw new ScoringRefusal('empty', 'There are no p-values.');
  for (let i = 0; i < pValues.length; i++) checkProbability(pValues[i]!, `p-value ${i}`, i);
  return Float64Array.from(pValues);
}
