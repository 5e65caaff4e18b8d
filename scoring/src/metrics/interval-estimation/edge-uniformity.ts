import { kolmogorovSurvival } from '../../numerics/kolmogorov';
import type { IntervalSet } from './interval-submission';
import { sumIntervals } from './interval-summary';

/**
 * Tests whether intervals near the ends of mu's range are positioned about mu in the same way as in the middle. For intervals that cover
 * mu, (mu - p16) / (p84 - p16) is nearly uniform for an unbiased method, even if its widths are slightly wrong. A method that clips its
 * intervals at the known range gets narrower intervals without measuring better, which changes this distribution near the ends. The
 * p-value comes from a two-sample Kolmogorov-Smirnov test of the experiments at each end (mu within a mean width of it) against those in
 * the middle; the p-values of two ends are combined by Fisher's method.
 *
 * An end at which an interval starts at or below 0 is left out, because the physical bound affects every method there.
 *
 * @returns NaN if no covering interval lies near an end, or none in the middle
 */
export function edgeUniformity(mu: Float64Array, sets: readonly IntervalSet[], [lowest, highest]: readonly [number, number]): number {
  const sums = sets.map((set, i) => sumIntervals(mu[i]!, set));
  const reach = sums.reduce((sum, { width }) => sum + width, 0) / sums.reduce((sum, { experiments }) => sum + experiments, 0);
  const where = Array.from(mu, (value) => (highest - value < reach ? 'high' : value - lowest < reach ? 'low' : 'middle'));
  const chosen = (place: string) => sets.flatMap((set, i) => (where[i] === place ? [{ set, mu: mu[i]! }] : []));
  const middle = chosen('middle').flatMap(positions);
  const isFree = (end: { set: IntervalSet }[]) => end.every(({ set }) => set.p16.every((p16) => p16 > 0));
  const tested = [chosen('high'), chosen('low')].filter(isFree).map((end) => end.flatMap(positions));
  const ends = tested.filter(({ length }) => length > 0);
  if (middle.length === 0 || ends.length === 0) return NaN;
  const product = ends.reduce((p, end) => p * twoSampleKolmogorov(end, middle), 1);
  return ends.length === 1 || product === 0 ? product : product * (1 - Math.log(product));
}

/** Relative positions of mu in the intervals that cover it: 0 at p16 and 1 at p84. */
function positions({ set, mu }: { set: IntervalSet; mu: number }): number[] {
  return Array.from(set.p16, (p16, i) => (mu === p16 ? 0 : (mu - p16) / (set.p84[i]! - p16))).filter((at) => at >= 0 && at <= 1);
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
