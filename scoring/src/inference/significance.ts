import { logDeviance, poissonDeviance } from '../numerics/deviance';
import { checkNotNegative, checkPositive } from './check';

/**
 * Median significance of s expected signal events over a known background b: sqrt(2 ((s + b) ln(1 + s/b) - s)), from the likelihood
 * ratio of the Asimov data set (Cowan, Cranmer, Gross, Vitells, arXiv:1007.1727, eq. 97). Tends to
 * s / sqrt(b) for small s / b. Signed: negative for a deficit.
 *
 * @param signal expected events, >= -background
 * @param background expected events, > 0
 * @throws ScoringRefusal `value-invalid`
 */
export function asimovSignificance(signal: number, background: number): number {
  checkPositive(background, 'The background');
  checkNotNegative(signal + background, 'The sum of signal and background');
  // (1 + x) ln(1 + x) - x is (1 + x) (y - ln(1 + y)) with y = -x / (1 + x), that is -s / (s + b).
  const total = signal + background;
  const half = total === 0 ? background : total * logDeviance(-signal / total);
  return Math.sign(signal) * Math.sqrt(2 * half);
}

/**
 * The same for a background with standard deviation sigma (G. Cowan, "Discovery sensitivity for a counting experiment with background
 * uncertainty", 2012). It equals Li and Ma's significance of s + b counts on the source and a side measurement of b with the same
 * relative precision: b tau counts with tau = b / sigma^2.
 *
 * @param uncertainty absolute, in events, >= 0
 * @throws ScoringRefusal `value-invalid`
 */
export function asimovSignificanceWithUncertainty(signal: number, background: number, uncertainty: number): number {
  checkNotNegative(uncertainty, 'The uncertainty of the background');
  if (uncertainty === 0) return asimovSignificance(signal, background);
  checkPositive(background, 'The background');
  const exposureRatio = uncertainty ** 2 / background;
  checkNotNegative(signal + background, 'The sum of signal and background');
  return likelihoodRatio(signal + background, background / exposureRatio, exposureRatio, signal);
}

/**
 * Significance of counts on the source over counts off it, eq. 17 of Li and Ma (ApJ 272, 317, 1983). Signed: negative if n_on is below
 * alpha n_off. 0 if both counts are 0.
 *
 * @param on counts on the source, >= 0 (need not be whole: Asimov data)
 * @param off counts off it, >= 0
 * @param exposureRatio alpha, exposure on over exposure off, > 0
 * @throws ScoringRefusal `value-invalid`
 */
export function liMaSignificance(on: number, off: number, exposureRatio: number): number {
  checkNotNegative(on, 'The number of counts on the source');
  checkNotNegative(off, 'The number of counts off the source');
  checkPositive(exposureRatio, 'The ratio of exposures');
  return likelihoodRatio(on, off, exposureRatio, on - exposureRatio * off);
}

/** @param excess on - exposureRatio off; passed in because the difference would lose the digits of a small excess */
function likelihoodRatio(on: number, off: number, exposureRatio: number, excess: number): number {
  const offMean = (on + off) / (1 + exposureRatio);
  const difference = excess / (1 + exposureRatio);
  const half = poissonDeviance(on, exposureRatio * offMean, -difference) + poissonDeviance(off, offMean, difference);
  return Math.sign(excess) * Math.sqrt(2 * half);
}

/**
 * Significance of n observed events over a background b +- sigma whose estimate is normally distributed: the profile
 * likelihood ratio, with the best-fit background without signal in closed form. Signed as above.
 *
 * @throws ScoringRefusal `value-invalid`
 */
export function profileSignificance(observed: number, background: number, uncertainty: number): number {
  checkNotNegative(observed, 'The number of observed events');
  checkPositive(background, 'The background');
  checkNotNegative(uncertainty, 'The uncertainty of the background');
  const variance = uncertainty ** 2;
  const middle = background - variance;
  const root = Math.sqrt(middle ** 2 + 4 * observed * variance);
  // The larger root of b^2 - (b0 - sigma^2) b - n sigma^2, without cancellation.
  const fitted = middle >= 0 ? (middle + root) / 2 : (2 * observed * variance) / (root - middle);
  const pull = uncertainty > 0 ? (fitted - background) / uncertainty : 0;
  return Math.sign(observed - background) * Math.sqrt(2 * poissonDeviance(observed, fitted) + pull ** 2);
}
