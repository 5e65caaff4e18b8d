import type { RankedScores } from './ranked-scores';

/** Brier score: the mean squared difference of score and label; 0 is best. Weights by position; NaN when they sum to zero. */
export function brierScore(ranked: RankedScores, weights: Uint8Array | Float64Array): number {
  const { scores, isSignal } = ranked;
  let sum = 0;
  let all = 0;
  for (let j = 0; j < ranked.size; j++) {
    const difference = scores[j]! - isSignal[j]!;
    sum += weights[j]! * difference * difference;
    all += weights[j]!;
  }
  return sum / all;
}
