import { poissonDeviance, stirlingError } from './deviance';

/**
 * The regularised upper incomplete gamma function Q(a, x), a > 0, x >= 0: the chance that a Poisson variable of mean x is below a (for
 * whole a), and that chi^2 of 2 a degrees of freedom is above 2 x. By the series of 1 - Q below a + 1, by the continued fraction
 * (modified Lentz's method) above. Relative error about 1e-13, more in a far tail.
 */
export function upperIncompleteGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  // x^a e^-x / Gamma(a + 1), without the cancellation of its factors.
  const front = Math.exp(-poissonDeviance(a, x) - stirlingError(a)) / Math.sqrt(2 * Math.PI * a);
  if (x < a + 1) {
    let term = 1;
    let sum = 1;
    for (let k = 1; term > sum * 1e-17; k++) sum += term *= x / (a + k);
    return 1 - front * sum;
  }
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k < 100_000; k++) {
    const numerator = -k * (k - a);
    b += 2;
    d = 1 / away(numerator * d + b);
    c = away(b + numerator / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return front * a * fraction;
}

const tiny = 1e-300;
const away = (value: number): number => (Math.abs(value) < tiny ? tiny : value);

/** The chance that chi^2 of so many degrees of freedom is at least as large. */
export const chiSquareSurvival = (chiSquare: number, degrees: number): number => upperIncompleteGamma(degrees / 2, chiSquare / 2);
