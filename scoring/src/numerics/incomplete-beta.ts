import { poissonDeviance, stirlingError } from './deviance';

/**
 * The regularised incomplete beta function I_x(a, b), a and b > 0, x in [0, 1]: by its continued fraction (modified
 * Lentz's method), on the side of the mean where that converges. Relative error about 1e-14, and 1e-16 times the exponent in a far tail; above the mean also
 * 1e-16 / x of a small x, of which 1 - x keeps no more.
 */
export function regularizedIncompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - regularizedIncompleteBeta(1 - x, b, a);
  const total = a + b;
  const deviance = poissonDeviance(a, total * x) + poissonDeviance(b, total * (1 - x));
  const corrections = stirlingError(total) - stirlingError(a) - stirlingError(b);
  const front = Math.exp(corrections - deviance) * Math.sqrt((a * b) / (2 * Math.PI * total));
  return (front / a) * continuedFraction(x, a, b);
}

function continuedFraction(x: number, a: number, b: number): number {
  const guard = (value: number) => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let c = 1;
  let d = 1 / guard(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guard(1 + even * d);
    c = guard(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guard(1 + odd * d);
    c = guard(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return fraction;
}

/** The x at which I_x(a, b) = p, by bisection to the last bit of x. */
export function inverseRegularizedIncompleteBeta(p: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return middle;
    if (regularizedIncompleteBeta(middle, a, b) < p) low = middle;
    else high = middle;
  }
}
