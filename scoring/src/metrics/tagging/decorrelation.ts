import { distanceCorrelation } from '../generic/distance-correlation';
import type { RankedScores } from './ranked-scores';

/**
 * Distance correlation of score and mass in the background (DisCo, arXiv:2001.05310): 0 if the score is independent of the mass, NaN if
 * either is constant.
 *
 * @param mass by event
 * @returns the statistic as a function of the weights by position in the ranking
 */
export function decorrelation(ranked: RankedScores, mass: Float32Array | Float64Array): (weights: Uint8Array) => number {
  const positions = positionsOfBackground(ranked);
  const scores = Float64Array.from(positions, (j) => ranked.scores[j]!);
  const masses = Float64Array.from(positions, (j) => mass[ranked.order[j]!]!);
  const correlation = distanceCorrelation(scores, masses);
  const selected = new Uint8Array(positions.length);
  return (weights) => {
    for (let k = 0; k < positions.length; k++) selected[k] = weights[positions[k]!]!;
    return correlation(selected);
  };
}

function positionsOfBackground({ isSignal, size }: RankedScores): Uint32Array {
  const positions = new Uint32Array(size);
  let count = 0;
  for (let j = 0; j < size; j++) if (isSignal[j] === 0) positions[count++] = j;
  return positions.slice(0, count);
}
