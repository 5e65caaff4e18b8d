import { ScoringRefusal } from '../../refusal';

/** @throws ScoringRefusal `value-invalid`, naming the bin, unless all counts are whole numbers >= 0 */
export function checkCounts(counts: ArrayLike<number>): void {
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i]!;
    if (Number.isInteger(count) && count >= 0) continue;
    throw new ScoringRefusal('value-invalid', `Bin ${i} holds ${count}; counts are whole numbers >= 0.`, i);
  }
}
