/** The constant background that keeps the AMS of a tiny selection from fluctuating. */
const regularisation = 10;

/**
 * The approximate median significance of HiggsML 2014, sqrt(2 ((s + b + 10) ln(1 + s / (b + 10)) - s)), in standard
 * deviations. The formula has the form of the reference code, so that the values agree to the last digits.
 *
 * @param s summed weight of the selected signal
 * @param b summed weight of the selected background
 * @returns 0 if rounding makes the radicand negative (s = 1e-12, b = 0; the reference stops the program in that case)
 * @throws RangeError where the logarithm is undefined: s or b not finite, b <= -10, s + b <= -10
 * Source: Adam-Bourdarios et al., PMLR 42 (2015), eq. 7; ATLAS-outreach/HiggsML2014
 */
export function ams(s: number, b: number): number {
  const total = s + b + regularisation;
  const background = b + regularisation;
  if (!(background > 0 && total > 0 && total < Infinity)) {
    throw new RangeError(`The AMS is undefined for s = ${s}, b = ${b}: it needs b > -10 and s + b > -10, both finite.`);
  }
  const radicand = 2 * (total * Math.log(1 + s / background) - s);
  return radicand > 0 ? Math.sqrt(radicand) : 0;
}
