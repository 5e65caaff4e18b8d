import { totals, type RocCounts } from '../tagging/roc';

/**
 * The significance improvement characteristic SIC = eps_S / sqrt(eps_B): by how much a cut multiplies s / sqrt(b).
 *
 * Its largest value needs a floor: where hardly any background passes it is one event's luck. Published results use several,
 * and the number means nothing without it.
 */
export type SicFloor =
  /** eps_B must be larger. */
  | { readonly above: number }
  /** At least so many background events must pass (a relative error of eps_B of at most 1 / sqrt(n)). */
  | { readonly events: number };

export interface SicPoint {
  readonly sic: number;
  readonly signalEfficiency: number;
  readonly backgroundEfficiency: number;
  /** Background that passes, in events. */
  readonly background: number;
  /** sqrt(1 / N_S + 1 / (4 N_B)), the passing counts as Poisson counts; infinite when no signal passes. */
  readonly relativeError: number;
  /** The same with binomial counts, whose totals are known: 0 when everything passes. */
  readonly binomialRelativeError: number;
}

/** The point of the ROC with the largest SIC above the floor, the one with less background of equals; -1 when there is none. */
export function largestSic(roc: RocCounts, floor: SicFloor): number {
  const { signal, background } = roc;
  const total = totals(roc).background;
  const [strictly, atLeast] = 'above' in floor ? [floor.above, 0] : [0, floor.events];
  let best = -1;
  let largest = -1;
  for (let k = 1; k < signal.length; k++) {
    const passing = background[k]!;
    if (!(passing / total > strictly && passing >= atLeast)) continue;
    const square = (signal[k]! * signal[k]!) / passing;
    if (square > largest) {
      largest = square;
      best = k;
    }
  }
  return best;
}

/** What a ROC point says. NaN where no background passes: its SIC is undefined, not infinite. */
export function sicPoint(roc: RocCounts, point: number): SicPoint {
  const total = totals(roc);
  const [signal, background] = [roc.signal[point] ?? NaN, roc.background[point] ?? NaN];
  const signalEfficiency = signal / total.signal;
  const backgroundEfficiency = background / total.background;
  return {
    sic: background > 0 ? signalEfficiency / Math.sqrt(backgroundEfficiency) : NaN,
    signalEfficiency,
    backgroundEfficiency,
    background,
    relativeError: Math.sqrt(1 / signal + 1 / (4 * background)),
    binomialRelativeError: Math.sqrt((1 - signalEfficiency) / signal + (1 - backgroundEfficiency) / (4 * background)),
  };
}

/**
 * The largest SIC above a floor over every threshold, or null when no cut leaves enough background.
 *
 * @param roc at every distinct threshold (`everyThreshold`): between the corners of the curve the floor is crossed
 */
export function maxSic(roc: RocCounts, floor: SicFloor): SicPoint | null {
  const point = largestSic(roc, floor);
  return point < 0 ? null : sicPoint(roc, point);
}

/** The curve: every point at which some background passes, from the tightest cut to none. */
export function sicCurve(roc: RocCounts): SicPoint[] {
  const first = roc.background.findIndex((background) => background > 0);
  return Array.from({ length: roc.background.length - first }, (_, i) => sicPoint(roc, first + i));
}

/** Mean SIC over the points with eps_S strictly between two bounds (CATHODE: 0.18 and 0.23); NaN when there is none. */
export function meanSic(roc: RocCounts, low: number, high: number): number {
  const inside = sicCurve(roc).filter(({ signalEfficiency }) => signalEfficiency > low && signalEfficiency < high);
  return inside.reduce((sum, { sic }) => sum + sic, 0) / inside.length;
}

export function describeFloor(floor: SicFloor): string {
  return 'above' in floor ? `eps_B > ${floor.above}` : `at least ${floor.events} background events passing`;
}
