import { limitWithoutEvents } from '../../intervals/no-events';
import { totals, type RocCounts } from './roc';

export interface BackgroundRejection {
  /** 1 / eps_B; infinite when no background passes. */
  readonly rejection: number;
  readonly backgroundEfficiency: number;
  /** R * sqrt(1 / (eps_B * N_B)): the statistical error from the background that passes; infinite when none does. */
  readonly statisticalError: number;
}

/**
 * eps_B at a signal efficiency, interpolated linearly between neighbouring ROC points (with all thresholds kept).
 *
 * This is the convention of the top-tagging landscape (arXiv:1902.09914 and its notebook): eps_B is interpolated on
 * 476 points of eps_S from 0.05 to 1, of which 0.3 and 0.5 are points 125 and 225. On those points this function is
 * equal to it; elsewhere it interpolates directly and not a second time between the 476. Where the curve is vertical at
 * exactly the wanted eps_S, the largest eps_B counts. Other conventions (nearest threshold, interpolated 1/eps_B)
 * differ by at most one background event at full size, by far more on scores with ties.
 *
 * @param signalEfficiency in (0, 1]
 */
export function backgroundEfficiencyAt(roc: RocCounts, signalEfficiency: number): number {
  const { signal, background } = roc;
  const total = totals(roc);
  // The last point that does not select more signal than wanted.
  let below = 0;
  let above = signal.length;
  while (above - below > 1) {
    const middle = (below + above) >>> 1;
    if (signal[middle]! / total.signal <= signalEfficiency) below = middle;
    else above = middle;
  }
  const from = background[below]! / total.background;
  if (above === signal.length) return from;
  const start = signal[below]! / total.signal;
  const slope = (background[above]! / total.background - from) / (signal[above]! / total.signal - start);
  return slope * (signalEfficiency - start) + from;
}

/** Background rejection 1 / eps_B with its statistical error. */
export function backgroundRejection(roc: RocCounts, signalEfficiency: number): BackgroundRejection {
  const backgroundEfficiency = backgroundEfficiencyAt(roc, signalEfficiency);
  const rejection = 1 / backgroundEfficiency;
  const statisticalError = rejection * Math.sqrt(1 / (backgroundEfficiency * totals(roc).background));
  return { rejection, backgroundEfficiency, statisticalError };
}

/** What is said of an infinite rejection. @param background events of the class that was to be rejected */
export function noneCanPass(name: string, signalEfficiency: number, background: number): string {
  const limit = Number(limitWithoutEvents(background).toPrecision(3));
  return `Infinite: no ${name} passes at a signal efficiency of ${signalEfficiency}. Above ${limit} at 68 % (no event seen, one-sided).`;
}
