import { ScoringRefusal } from '../refusal';

/** @throws ScoringRefusal `value-invalid` unless the value is finite and above zero */
export function checkPositive(value: number, what: string): void {
  if (value > 0 && value < Infinity) return;
  throw new ScoringRefusal('value-invalid', `${what} is ${value}; it must be finite and above 0.`);
}

/** @throws ScoringRefusal `value-invalid` unless the value is finite and not negative */
export function checkNotNegative(value: number, what: string): void {
  if (value >= 0 && value < Infinity) return;
  throw new ScoringRefusal('value-invalid', `${what} is ${value}; it must be finite and >= 0.`);
}

/** @throws ScoringRefusal `value-invalid`, naming the bin, unless all counts are whole numbers >= 0 */
export function checkCounts(counts: ArrayLike<number>): void {
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i]!;
    if (Number.isInteger(count) && count >= 0) continue;
    throw new ScoringRefusal('value-invalid', `Bin ${i} holds ${count}; counts are whole numbers >= 0.`, i);
  }
}

/** @throws ScoringRefusal `out-of-range` unless 0 <= p <= 1 */
export function checkProbability(p: number, what: string, index: number | null = null): void {
  if (p >= 0 && p <= 1) return;
  throw new ScoringRefusal('out-of-range', `${what} is ${p}; a p-value lies between 0 and 1.`, index);
}
