import { poissonDeviance } from '../../numerics/deviance';

/** The constant background that keeps the AMS of a tiny selection from fluctuating. */
const regularisation = 10;

/**
 * The approximate median significance of HiggsML 2014, sqrt(2 ((s + b + 10) ln(1 + s / (b + 10)) - s)), in standard
 * deviations. The radicand is twice the distance of ln L between b + 10 and s + b + 10 events, which keeps its digits where s is small
 * (the reference code subtracts: at s = 1 and b = 1e9 no digit of its answer is right).
 *
 * @param s summed weight of the selected signal
 * @param b summed weight of the selected background
 * @throws RangeError where the logarithm is undefined: s or b not finite, b <= -10, s + b <= -10
 * Source: Adam-Bourdarios et al., PMLR 42 (2015), eq. 7; ATLAS-outreach/HiggsML2014
 */
export function ams(s: number, b: number): number {
  const total = s + b + regularisation;
  const background = b + regularisation;
  if (!(background > 0 && total > 0 && total < Infinity)) {
    throw new RangeError(`The AMS is undefined for s = ${s}, b = ${b}: it needs b > -10 and s + b > -10, both finite.`);
  }
  return Math.sqrt(2 * poissonDeviance(total, background, -s));
}
