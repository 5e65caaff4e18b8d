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
