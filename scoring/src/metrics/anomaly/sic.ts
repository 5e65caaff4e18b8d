import { totals, type RocCounts } from '../tagging/roc';

/**
 * The significance improvement characteristic SIC = eps_S / sqrt(eps_B), the factor by which a cut changes s / sqrt(b).
 *
 * Its largest value needs a floor, because it depends on the chance of single events if hardly any background passes. Published results
 * use different floors, and the value is meaningless without its floor.
 */
export type SicFloor =
  /** eps_B must be larger. */
  | { readonly above: number }
  /** At least this many background events must pass (a relative error of eps_B of at most 1 / sqrt(n)). */
  | { readonly events: number };

export interface SicPoint {
  readonly sic: number;
  readonly signalEfficiency: number;
  readonly backgroundEfficiency: number;
  /** Background that passes, in events. */
  readonly background: number;
  /** sqrt(1 / N_S + 1 / (4 N_B)) with Poisson errors of the passing counts; infinite if no signal passes. */
  readonly relativeError: number;
  /** The same with binomial errors, since the totals are known; 0 if everything passes. */
  readonly binomialRelativeError: number;
}

/** The ROC point with the largest SIC above the floor, of equal ones that with less background; -1 if there is none. */
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

/** SIC and efficiencies at a ROC point. The SIC is NaN if no background passes: it is undefined, not infinite. */
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
 * The largest SIC above a floor over all thresholds, or null if no cut leaves enough background.
 *
 * @param roc at every distinct threshold (`everyThreshold`), because the floor is crossed between corners of the curve
 */
export function maxSic(roc: RocCounts, floor: SicFloor): SicPoint | null {
  const point = largestSic(roc, floor);
  return point < 0 ? null : sicPoint(roc, point);
}

export function describeFloor(floor: SicFloor): string {
  return 'above' in floor ? `eps_B > ${floor.above}` : `at least ${floor.events} background events passing`;
}
