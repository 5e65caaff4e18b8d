import { logGamma } from './gamma';

/**
 * x - ln(1 + x) for x >= -1, without the cancellation near 0. Infinite at -1.
 *
 * With v = x / (2 + x), ln(1 + x) = 2 (v + v^3 / 3 + v^5 / 5 + ...) and x - 2 v = x v.
 */
function logDeviance(x: number): number {
  if (Math.abs(x) > near) return x - Math.log1p(x);
  const v = x / (2 + x);
  const square = v * v;
  // v^2 < 0.032: the twelfth term is below 1e-18 of the first.
  let sum = 0;
  for (let k = 25; k >= 3; k -= 2) sum = sum * square + 1 / k;
  return v * (x - 2 * square * sum);
}

const near = 0.3;

/**
 * n ln(n / mean) + mean - n: the distance of ln L of n counts from its maximum. n >= 0, mean >= 0.
 *
 * @param difference mean - n, if the caller knows it more precisely than the difference of the two numbers
 */
export function poissonDeviance(n: number, mean: number, difference = mean - n): number {
  if (n === 0) return mean;
  const excess = difference / n;
  return Math.abs(excess) > near ? n * Math.log(n / mean) + difference : n * logDeviance(excess);
}

/** ln Gamma(x + 1) minus Stirling's (x + 1/2) ln x - x + ln(2 pi) / 2, for x > 0. */
export function stirlingError(x: number): number {
  if (x < 16) return logGamma(x + 1) - (x + 0.5) * Math.log(x) + x - 0.5 * Math.log(2 * Math.PI);
  const inverse = 1 / x;
  const square = inverse * inverse;
  // Bernoulli's series; the next term is below 1e-16 at 16.
  return (
    inverse * (1 / 12 + square * (-1 / 360 + square * (1 / 1260 + square * (-1 / 1680 + square * (1 / 1188 - (square * 691) / 360360)))))
  );
}
