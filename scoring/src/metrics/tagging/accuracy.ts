import type { RankedScores } from './ranked-scores';

/**
 * Round half to even, as numpy's rint: 0.5 becomes 0 (so a score of exactly one half is background), 1.5 becomes 2.
 */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

/** 1 where round-half-even(score) equals the label, by position in the ranking. */
export function correctlyTagged(ranked: RankedScores): Uint8Array {
  const correct = new Uint8Array(ranked.size);
  for (let j = 0; j < ranked.size; j++) correct[j] = roundHalfEven(ranked.scores[j]!) === ranked.isSignal[j] ? 1 : 0;
  return correct;
}

/**
 * Weighted fraction of events whose rounded score equals the label (the landscape's accuracy).
 *
 * @param weights by the position of `correct`. Negative weights are allowed (the fraction stays defined); NaN when
 *   they sum to zero.
 */
export function accuracy(correct: Uint8Array, weights: Uint8Array | Float64Array): number {
  let hit = 0;
  let all = 0;
  for (let j = 0; j < correct.length; j++) {
    const weight = weights[j]!;
    all += weight;
    hit += weight * correct[j]!;
  }
  return hit / all;
}
