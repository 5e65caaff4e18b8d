import { totals, type RocCounts } from '../tagging/roc';

/**
 * eps_S at a background efficiency, interpolated linearly between neighbouring ROC points. If the curve is vertical at exactly this
 * eps_B, the largest eps_S is taken (as numpy's interp does on scikit-learn's curve). Below the first background event it interpolates
 * from the vertical part of the curve, so a small eps_B never gives infinity.
 *
 * @param backgroundEfficiency in [0, 1]
 */
export function signalEfficiencyAt(roc: RocCounts, backgroundEfficiency: number): number {
  const { signal, background } = roc;
  const total = totals(roc);
  const below = lastPointWithin(roc, backgroundEfficiency);
  const from = signal[below]! / total.signal;
  if (below === signal.length - 1) return from;
  const start = background[below]! / total.background;
  const slope = (signal[below + 1]! / total.signal - from) / (background[below + 1]! / total.background - start);
  return slope * (backgroundEfficiency - start) + from;
}

/** The last ROC point that does not exceed a background efficiency: the cut that one would set in practice. */
export function lastPointWithin(roc: RocCounts, backgroundEfficiency: number): number {
  const total = totals(roc).background;
  let below = 0;
  let above = roc.background.length;
  while (above - below > 1) {
    const middle = (below + above) >>> 1;
    if (roc.background[middle]! / total <= backgroundEfficiency) below = middle;
    else above = middle;
  }
  return below;
}

/** SIC at a background efficiency, eps_S interpolated as above. */
export function sicAt(roc: RocCounts, backgroundEfficiency: number): number {
  return signalEfficiencyAt(roc, backgroundEfficiency) / Math.sqrt(backgroundEfficiency);
}

/** The background efficiencies of the Dark Machines challenge (SciPost Phys. 12, 043). */
export const darkMachinesWorkingPoints = [1e-2, 1e-3, 1e-4] as const;
