import { normalSignificance } from '../numerics/normal';
import { namedStream } from '@unblind/random';
import { ScoringRefusal } from '../refusal';
import { bumpStatistic } from './bump-statistic';
import { type BumpWindow, bumpWindows, largestSurprise, surprise, type WindowWidths } from './bump-windows';
import { checkCounts } from './check';
import { poissonToys } from './poisson-toys';
import { toyPValue, type ToyPValue } from './toys';

export interface Bump extends BumpWindow {
  readonly observed: number;
  /** P(N >= observed) for this window alone; 1 without an excess. */
  readonly pValue: number;
}

export interface BumpScan {
  /** All windows, ordered by width, then by position. */
  readonly windows: readonly Bump[];
  /** The most significant window; the first of equal ones. */
  readonly best: Bump;
  /** -ln of the smallest p-value; 0 if no window has an excess. */
  readonly statistic: number;
  readonly localSignificance: number;
}

export interface BumpHunt extends BumpScan {
  readonly global: ToyPValue;
  readonly toyStatistics: Float64Array;
}

export interface BumpToys {
  readonly toys: number;
  readonly seed: string;
}

/** Events per bin without signal: known, or estimated from the counts. */
export type Background = ArrayLike<number> | ((counts: Float64Array) => ArrayLike<number>);

/**
 * Scans counts for the window with the smallest P(N >= n | b) (G. Choudalakis, arXiv:1101.0390; windows with no excess have
 * p = 1, as in pyBumpHunter).
 *
 * @throws ScoringRefusal `length-mismatch`, `value-invalid` (invalid counts, bins without background, invalid widths)
 */
export function scanForBumps(counts: ArrayLike<number>, expected: ArrayLike<number>, widths: WindowWidths): BumpScan {
  checkCounts(counts);
  checkBins(counts, expected);
  const surprises: number[] = [];
  const windows = bumpWindows(expected, widths).map((window) => {
    let observed = 0;
    for (let bin = window.first; bin < window.first + window.width; bin++) observed += counts[bin]!;
    surprises.push(surprise(observed, window.expected));
    return { ...window, observed, pValue: Math.exp(-surprises.at(-1)!) };
  });
  const statistic = Math.max(...surprises);
  const best = windows[surprises.indexOf(statistic)]!;
  return { windows, best, statistic, localSignificance: normalSignificance(best.pValue) };
}

/**
 * BumpHunter with its global p-value: the fraction of toys without a signal that have a window at least as significant anywhere.
 *
 * The p-value is (k + 1) / (N + 1), never 0, with its interval from N toys. If the background was fitted to the data, pass the fit
 * itself as a function: every toy is then fitted before it is scanned. A fit follows the fluctuations of its own data, so toys that are
 * compared with the nominal background would look too extreme. If the fit refuses a toy, the hunt ends with that refusal.
 *
 * Toys are Poisson fluctuations of the nominal background. The same seed always gives the same result.
 *
 * @throws ScoringRefusal as `scanForBumps`, and `value-invalid` unless toys is a whole number > 0
 */
export function huntBumps(counts: ArrayLike<number>, background: Background, widths: WindowWidths, { toys, seed }: BumpToys): BumpHunt {
  if (!(Number.isInteger(toys) && toys > 0)) throw new ScoringRefusal('value-invalid', `Expected a whole number of toys > 0, not ${toys}.`);
  checkCounts(counts);
  const expected = typeof background === 'function' ? background(Float64Array.from(counts)) : background;
  const scan = scanForBumps(counts, expected, widths);
  const statisticOf =
    typeof background === 'function'
      ? (spectrum: Float64Array) => largestSurprise(spectrum, background(spectrum), widths)
      : bumpStatistic(expected, widths);
  const observed = statisticOf(Float64Array.from(counts));
  const draw = poissonToys(expected);
  const stream = namedStream(`${seed}/bump-hunter`);
  const toyStatistics = new Float64Array(toys);
  const toy = new Float64Array(counts.length);
  let exceeding = 0;
  for (let i = 0; i < toys; i++) {
    draw(stream, toy);
    toyStatistics[i] = statisticOf(toy);
    if (toyStatistics[i]! >= observed) exceeding++;
  }
  return { ...scan, global: toyPValue(exceeding, toys), toyStatistics };
}

function checkBins(counts: ArrayLike<number>, expected: ArrayLike<number>): void {
  if (counts.length === 0) throw new ScoringRefusal('empty', 'There are no bins to scan.');
  if (counts.length === expected.length) return;
  throw new ScoringRefusal('length-mismatch', `There are ${counts.length} bins of counts and ${expected.length} of background.`);
}
