/**
 * These data have 3 decimals (systematic shifts round to them). Rounded numbers are held in thousandths, as whole numbers; the
 * sines and cosines of angles are then few and can be looked up.
 */

/** |phi| <= pi is at most 3142 thousandths. */
export const angleLimit = 3200;
/** Differences of pseudorapidities up to 10 are looked up; larger ones are computed. */
const etaLimit = 10_000;

/** Sine and cosine of each angle in thousandths: at 2 (k + angleLimit) and behind it. */
const sinesAndCosines = Float64Array.from({ length: 4 * angleLimit + 2 }, (_, i) => {
  const angle = ((i >> 1) - angleLimit) / 1000;
  return i % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
});
const hyperbolicCosines = Float64Array.from({ length: etaLimit + 1 }, (_, k) => Math.cosh(k / 1000));

/** 1.5 * 2^52: adding it to |x| < 2^51 leaves no bits for a fraction, so the sum is rounded half to even. */
const roundingOffset = 6755399441055744;

/** x rounded half to even, |x| < 2^51. */
export function nearestInteger(x: number): number {
  return x + roundingOffset - roundingOffset;
}

/** x in thousandths, rounded as numpy rounds. */
export function thousandths(x: number): number {
  return x * 1000 + roundingOffset - roundingOffset;
}

/** Sine and cosine of an angle in thousandths, |k| <= 3200. */
export function sineOf(k: number): number {
  return sinesAndCosines[2 * (k + angleLimit)]!;
}
export function cosineOf(k: number): number {
  return sinesAndCosines[2 * (k + angleLimit) + 1]!;
}

/** cosh of a difference of pseudorapidities in thousandths. */
export function hyperbolicCosineOf(k: number): number {
  const size = Math.abs(k);
  return size <= etaLimit ? hyperbolicCosines[size]! : Math.cosh(k / 1000);
}

/**
 * atan2(y, x) in thousandths, rounded half to even, from the half angle: atan2(y, x) = 2 atan(y / (r + x)) for x >= 0. A
 * polynomial finds it to 5e-7, which settles all but one call in a thousand; where a rounding boundary is that close
 * Math.atan2 decides, so that the result is always its own.
 *
 * @param r the length of (x, y)
 */
export function roundedDirection(y: number, x: number, r: number): number {
  const front = 2000 * arctangent(y / (r + Math.abs(x)));
  const angle = x >= 0 ? front : (y < 0 ? -1000 * Math.PI : 1000 * Math.PI) - front;
  const rounded = angle + roundingOffset - roundingOffset;
  const fromMiddle = angle - rounded;
  // False also for 0 / 0; the sign of y = -0, and lengths whose square underflows, are left to atan2.
  return fromMiddle > -0.499 && fromMiddle < 0.499 && y !== 0 && r > 1e-150 ? rounded : thousandths(Math.atan2(y, x));
}

/** Polynomial of least maximum error for atan on [-1, 1], odd, 7 terms: within 2.5e-7. Its halves do not wait for one another. */
function arctangent(t: number): number {
  const z = t * t;
  const z2 = z * z;
  const low = 0.9999961117 - 0.3331736826 * z + z2 * (0.1980781645 - 0.1323334334 * z);
  const high = 0.0796236782 - 0.0336042145 * z + z2 * 0.0068117888;
  return t * (low + z2 * z2 * high);
}

export function massOf(squared: number): number {
  return squared > 0 ? Math.sqrt(squared) : 0;
}
