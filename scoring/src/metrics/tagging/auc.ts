import type { RankedScores } from './ranked-scores';
import { totals, type RocCounts } from './roc';

/**
 * Area under the ROC curve by trapezoids: the probability that a signal event outscores a background event, ties
 * counting one half. Exact for unit weights up to 2^26 events per class. NaN if a class has no weight.
 */
export function auc(roc: RocCounts): number {
  const { signal, background } = roc;
  let twice = 0;
  for (let k = 1; k < signal.length; k++) {
    twice += (background[k]! - background[k - 1]!) * (signal[k]! + signal[k - 1]!);
  }
  const total = totals(roc);
  return twice / (2 * total.signal * total.background);
}

/**
 * The area in replicates, linear in the weights: the weighted mean over signal of the share of the sample's background below each event, plus
 * that over background of the share of signal above, minus the area. Ties count one half. The areas of the replicates' own curves add a
 * term of second order, which in differences of similar scores, where those of first order cancel, makes them spread too far.
 *
 * Source: the components of DeLong, DeLong and Clarke-Pearson, Biometrics 44, 837 (1988)
 * @returns a function of the weights by position, each class with some weight
 */
export function linearAuc({ isSignal, scores, size }: RankedScores): (weights: Uint8Array) => number {
  const counts = [0, 0];
  for (const label of isSignal) counts[label]!++;
  /** For signal the share of background below, for background that of signal above. */
  const parts = new Float64Array(size);
  const above = [0, 0];
  let area = 0;
  for (let start = 0, end = 0; start < size; start = end) {
    const tied = [0, 0];
    for (; end < size && scores[end] === scores[start]; end++) tied[isSignal[end]!]!++;
    for (let j = start; j < end; j++) {
      const other = 1 - isSignal[j]!;
      const before = (above[other]! + tied[other]! / 2) / counts[other]!;
      parts[j] = other === 0 ? 1 - before : before;
      if (other === 0) area += parts[j]! / counts[1]!;
    }
    for (const label of [0, 1]) above[label]! += tied[label]!;
  }
  return (weights) => {
    const [sums, drawn] = [
      [0, 0],
      [0, 0],
    ];
    for (let j = 0; j < size; j++) {
      const weight = weights[j]!;
      sums[isSignal[j]!]! += weight * parts[j]!;
      drawn[isSignal[j]!]! += weight;
    }
    return sums[0]! / drawn[0]! + sums[1]! / drawn[1]! - area;
  };
}
