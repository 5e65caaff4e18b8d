import { regularizedIncompleteBeta } from '../../numerics/incomplete-beta';
import { ScoringRefusal } from '../../refusal';

export interface MedianWithInterval {
  readonly value: number;
  /** null for fewer than three values, which give no interval at 68 %. */
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * Median with its distribution-free interval: the k-th smallest and the k-th largest value, where k is the largest with
 * P(k <= Binomial(n, 1/2) <= n - k) >= confidence (Conover, Practical Nonparametric Statistics, 3.2). For timings, whose
 * tails are long and whose variance is that of the worst round.
 *
 * @throws ScoringRefusal `empty`, `not-finite`
 */
export function medianWithInterval(values: Float64Array, confidence = 0.68): MedianWithInterval {
  const count = values.length;
  if (count === 0) throw new ScoringRefusal('empty', 'There is no round to take the median of.');
  const index = values.findIndex((value) => !Number.isFinite(value));
  if (index >= 0) throw new ScoringRefusal('not-finite', `Value ${index} is ${values[index]}.`, index);
  const sorted = values.slice().sort();
  const value = (sorted[(count - 1) >> 1]! + sorted[count >> 1]!) / 2;
  let order = 0;
  while (order + 1 <= (count + 1) / 2 && coverage(count, order + 1) >= confidence) order++;
  return order === 0 ? { value, low: null, high: null } : { value, low: sorted[order - 1]!, high: sorted[count - order]! };
}

/** How often the median lies between the k-th smallest and the k-th largest of n: 1 - 2 P(Binomial(n, 1/2) < k). */
function coverage(count: number, k: number): number {
  return 1 - 2 * regularizedIncompleteBeta(0.5, count - k + 1, k);
}
