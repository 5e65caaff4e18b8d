import { ScoringRefusal } from '../../refusal';

/** Sums of two histograms of one binning. Contents must be finite and >= 0. */
export function checkPair(p: ArrayLike<number>, q: ArrayLike<number>): { sumP: number; sumQ: number } {
  if (p.length !== q.length) throw new ScoringRefusal('length-mismatch', `The histograms have ${p.length} and ${q.length} bins.`);
  return { sumP: checkedSum(p), sumQ: checkedSum(q) };
}

function checkedSum(contents: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < contents.length; i++) {
    const content = contents[i]!;
    if (!(content >= 0 && content < Infinity)) {
      throw new ScoringRefusal('value-invalid', `Bin ${i} holds ${content}; contents must be finite and >= 0.`, i);
    }
    sum += content;
  }
  return sum;
}
