import { logPoissonDensity } from '../numerics/deviance';
import { bumpWindows, surprise, type WindowWidths } from './bump-windows';

/** Range of the table in standard deviations. Counts beyond it, which toys hardly ever reach, are computed directly. */
const tabulated = 8;

/**
 * BumpHunter's statistic, the maximum over windows of -ln P(N >= n | b), for many spectra over one background. The values of each window
 * are tabulated by count, so a spectrum costs one subtraction and one look-up per window.
 *
 * Use it for toys and for data: counts are discrete, so equal windows must give equal statistics to the last bit.
 */
export function bumpStatistic(expected: ArrayLike<number>, widths: WindowWidths): (counts: ArrayLike<number>) => number {
  const windows = bumpWindows(expected, widths);
  const means = Float64Array.from(windows, (window) => window.expected);
  const firsts = Uint32Array.from(windows, ({ first }) => first);
  const ends = Uint32Array.from(windows, ({ first, width }) => first + width);
  const lowest = means.map(Math.floor);
  const offsets = new Uint32Array(windows.length + 1);
  means.forEach((mean, w) => (offsets[w + 1] = offsets[w]! + Math.ceil(tabulated * Math.sqrt(mean)) + 20));
  const table = new Float64Array(offsets.at(-1)!);
  means.forEach((mean, w) => tabulate(mean, lowest[w]!, table.subarray(offsets[w], offsets[w + 1])));

  const sums = new Float64Array(expected.length + 1);
  return (counts) => {
    for (let bin = 0; bin < counts.length; bin++) sums[bin + 1] = sums[bin]! + counts[bin]!;
    let statistic = 0;
    for (let w = 0; w < means.length; w++) {
      const observed = sums[ends[w]!]! - sums[firsts[w]!]!;
      const above = observed - lowest[w]!;
      if (above < 0) continue;
      const place = offsets[w]! + above;
      const value = place < offsets[w + 1]! ? table[place]! : surprise(observed, means[w]!);
      if (value > statistic) statistic = value;
    }
    return statistic;
  };
}

/** -ln P(N >= n) of the counts from `lowest` on, by P(N >= n) = P(N >= n + 1) + P(N = n) from the top, so that small terms are added first. */
function tabulate(mean: number, lowest: number, surprises: Float64Array): void {
  const highest = lowest + surprises.length - 1;
  let tail = Math.exp(-surprise(highest, mean));
  let density = Math.exp(logPoissonDensity(highest, mean));
  surprises[highest - lowest] = -Math.log(tail);
  for (let n = highest - 1; n > mean; n--) {
    density *= (n + 1) / mean;
    tail += density;
    surprises[n - lowest] = -Math.log(tail);
  }
}
