import { logPoissonDensity } from './deviance';

/**
 * The regularised incomplete gamma functions P(a, x) (lower) and Q(a, x) = 1 - P (upper), a > 0, x >= 0: by the series
 * below the mean, by the continued fraction (modified Lentz's method) above it, so that neither is a difference of
 * nearly equal numbers in its own tail. Relative error about 1e-14, and 1e-16 times the exponent in a far tail.
 */
export function regularizedGamma(a: number, x: number): { lower: number; upper: number } {
  if (x <= 0) return { lower: 0, upper: 1 };
  if (x === Infinity) return { lower: 1, upper: 0 };
  const front = a * Math.exp(logPoissonDensity(a, x));
  if (x < a + 1) {
    const lower = front * series(a, x);
    return { lower, upper: 1 - lower };
  }
  const upper = front * continuedFraction(a, x);
  return { lower: 1 - upper, upper };
}

/** ln P(a, x) for 0 < x < a + 1, which stays finite where P itself underflows. */
export function logLowerGamma(a: number, x: number): number {
  return logPoissonDensity(a, x) + Math.log(a * series(a, x));
}

function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

function continuedFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < 100_000; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return fraction;
}
