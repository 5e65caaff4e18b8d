import { kolmogorovSurvival } from '../../numerics/kolmogorov';
import type { IntervalEstimates } from './interval-submission';

/**
 * Tests whether intervals near the ends of mu's range are positioned about mu in the same way as in the middle. For intervals that cover
 * mu, (mu - p16) / (p84 - p16) is nearly uniform for an unbiased method, even if its widths are slightly wrong. A method that clips its
 * intervals at the known range gets narrower intervals without measuring better, which changes this distribution near the ends. The
 * p-value comes from a two-sample Kolmogorov-Smirnov test of the experiments at each end (mu within a quarter of the mean width of it, where
 * clipping changes most) against those in the middle (beyond a mean width of both); the p-values of two ends are combined by Fisher's method.
 *
 * An end at which an interval starts at or below 0 is left out, because the physical bound affects every method there.
 *
 * @returns NaN if no covering interval lies near an end, or none in the middle
 */
export function edgeUniformity(mu: Float64Array, estimates: IntervalEstimates, [lowest, highest]: readonly [number, number]): number {
  const { p16, p84 } = estimates;
  const width = p84.reduce((sum, high, i) => sum + high - p16[i]!, 0) / mu.length;
  const at = (place: (value: number) => boolean) => Array.from(mu.keys()).filter((i) => place(mu[i]!));
  const high = at((value) => highest - value < width / 4);
  const low = at((value) => value - lowest < width / 4);
  const middle = at((value) => Math.min(highest - value, value - lowest) > width);
  const positions = (experiments: readonly number[]) =>
    experiments
      .map((i) => (mu[i] === p16[i] ? 0 : (mu[i]! - p16[i]!) / (p84[i]! - p16[i]!)))
      .filter((position) => position >= 0 && position <= 1);
  const ends = [high, low]
    .filter((end) => end.every((i) => p16[i]! > 0))
    .map(positions)
    .filter(({ length }) => length > 0);
  const inside = positions(middle);
  if (inside.length === 0 || ends.length === 0) return NaN;
  const product = ends.reduce((p, end) => p * twoSampleKolmogorov(end, inside), 1);
  return ends.length === 1 || product === 0 ? product : product * (1 - Math.log(product));
}

/** p-value in the limit of large samples, from the effective number of values n m / (n + m). */
function twoSampleKolmogorov(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [[...a].sort((p, q) => p - q), [...b].sort((p, q) => p - q)];
  let [i, j, distance] = [0, 0, 0];
  while (i < x.length && j < y.length) {
    const value = Math.min(x[i]!, y[j]!);
    while (i < x.length && x[i]! <= value) i++;
    while (j < y.length && y[j]! <= value) j++;
    distance = Math.max(distance, Math.abs(i / x.length - j / y.length));
  }
  return kolmogorovSurvival(Math.max(1, Math.round((x.length * y.length) / (x.length + y.length))), distance);
}
