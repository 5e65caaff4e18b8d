import { logLowerGamma } from '../numerics/incomplete-gamma';
import { ScoringRefusal } from '../refusal';
import { checkPositive } from './check';

/** Which windows a scan goes through: every position of every width, in bins. */
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
 * @throws ScoringRefusal `value-invalid` for widths that do not fit, and for a bin where nothing is expected: an event there
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
 * -ln P(N >= n) for n above the expectation, and 0 for no excess: BumpHunter looks for bumps, not for dips. Finite for any
 * excess, also where the probability underflows.
 */
export function surprise(observed: number, expected: number): number {
  return observed > expected ? -logLowerGamma(observed, expected) : 0;
}

/**
 * The same with a memory: toys ask for the same few counts again and again. About 8 standard deviations are remembered.
 */
export function rememberedSurprise(expected: number): (observed: number) => number {
  const start = Math.floor(expected);
  const known = new Float64Array(Math.ceil(8 * Math.sqrt(expected)) + 20).fill(-1);
  return (observed) => {
    const place = observed - start;
    if (place < 0) return 0;
    if (place >= known.length) return surprise(observed, expected);
    if (known[place]! < 0) known[place] = surprise(observed, expected);
    return known[place]!;
  };
}

/** Running sums: the events in [first, end) are sums[end] - sums[first], exactly, for counts below 2^53. */
export function runningSums(counts: ArrayLike<number>, sums: Float64Array): void {
  for (let bin = 0; bin < counts.length; bin++) sums[bin + 1] = sums[bin]! + counts[bin]!;
}
