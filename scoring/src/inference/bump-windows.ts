import { logPoissonDensity } from '../numerics/deviance';
import { logLowerGamma } from '../numerics/incomplete-gamma';
import { ScoringRefusal } from '../refusal';
import { checkPositive } from './check';

/** The widths, in bins, of the windows in a scan; every position of every width is scanned. */
export interface WindowWidths {
  readonly from: number;
  readonly to: number;
}

/** A window of neighbouring bins. */
export interface BumpWindow {
  readonly first: number;
  readonly width: number;
  readonly expected: number;
}

/**
 * Windows by width, then by position.
 *
 * @throws ScoringRefusal `value-invalid` for widths that do not fit, and for a bin without expected background, where a single event
 *   would be infinitely significant
 */
export function bumpWindows(expected: ArrayLike<number>, { from, to }: WindowWidths): BumpWindow[] {
  const bins = expected.length;
  if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 1 && from <= to && to <= bins)) {
    throw new ScoringRefusal('value-invalid', `Windows ${from} to ${to} bins wide do not fit ${bins} bins.`);
  }
  for (let bin = 0; bin < bins; bin++) checkPositive(expected[bin]!, `The background of bin ${bin}`);
  const windows: BumpWindow[] = [];
  for (let width = from; width <= to; width++) {
    for (let first = 0; first + width <= bins; first++) {
      let sum = 0;
      for (let bin = first; bin < first + width; bin++) sum += expected[bin]!;
      windows.push({ first, width, expected: sum });
    }
  }
  return windows;
}

/**
 * -ln P(N >= n) for n above the expectation, and 0 without an excess, because BumpHunter does not look for deficits. Finite for any
 * excess, even if the probability underflows.
 */
export function surprise(observed: number, expected: number): number {
  return observed > expected ? -logLowerGamma(observed, expected) : 0;
}

/** The largest surprise of all windows. Most windows are excluded by a bound that takes a hundredth of the time of the exact tail. */
export function largestSurprise(counts: ArrayLike<number>, expected: ArrayLike<number>, widths: WindowWidths): number {
  let largest = 0;
  for (const { first, width, expected: mean } of bumpWindows(expected, widths)) {
    let observed = 0;
    for (let bin = first; bin < first + width; bin++) observed += counts[bin]!;
    if (observed > mean && surpriseBound(observed, mean) > largest) largest = Math.max(largest, surprise(observed, mean));
  }
  return largest;
}

/**
 * An upper bound of the surprise, larger by at most about a half: it takes the first sqrt(n) terms of
 * P(N >= n) = P(N = n) (1 + b/(n+1) + b^2/((n+1)(n+2)) + ...), with all their factors replaced by the smallest one.
 */
function surpriseBound(observed: number, mean: number): number {
  const terms = Math.ceil(Math.sqrt(observed));
  const ratio = mean / (observed + terms);
  return -logPoissonDensity(observed, mean) - Math.log((1 - ratio ** terms) / (1 - ratio));
}
