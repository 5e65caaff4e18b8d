import { jensenShannonDivergence } from '../generic/jensen-shannon';
import type { RankedScores } from './ranked-scores';
import { totals, type RocCounts } from './roc';

/** 5 GeV bins from 50 to 300 GeV; the last bin includes its upper edge, masses outside are not counted. */
export const massBinning = { low: 50, width: 5, bins: 50 } as const;

/** Background mass histograms on either side of a cut. */
export interface SculptedMass {
  readonly pass: Float64Array;
  readonly fail: Float64Array;
}

/** Bin of every position: the mass bin for background, `massBinning.bins` (an overflow) for signal and masses outside. */
export function massBins(ranked: RankedScores, mass: Float32Array | Float64Array): Uint8Array {
  const { low, width, bins } = massBinning;
  const high = low + width * bins;
  const binOf = new Uint8Array(ranked.size).fill(bins);
  for (let j = 0; j < ranked.size; j++) {
    const value = mass[ranked.order[j]!]!;
    if (ranked.isSignal[j] === 1 || !(value >= low && value <= high)) continue;
    binOf[j] = Math.min(bins - 1, Math.floor((value - low) / width));
  }
  return binOf;
}

/**
 * The ROC point of the cut: among the corners of the curve the one nearest to the signal efficiency, the first of equal ones. (A.
 * Sogaard's adversarial metrics use scikit-learn's curve, which drops collinear points.)
 *
 * @param corners the ROC at `cornersOnly(ranked)`
 */
export function cutPoint(corners: RocCounts, signalEfficiency: number): number {
  const total = totals(corners).signal;
  let best = 0;
  for (let k = 1; k < corners.signal.length; k++) {
    const distance = Math.abs(corners.signal[k]! / total - signalEfficiency);
    if (distance < Math.abs(corners.signal[best]! / total - signalEfficiency)) best = k;
  }
  return best;
}

/** Fills both histograms: an event passes when its score is strictly above the cut's threshold. */
export function sculptedMass(ranked: RankedScores, bins: Uint8Array, passing: number, weights: Uint8Array | Float64Array): SculptedMass {
  const sides = [new Float64Array(massBinning.bins + 1), new Float64Array(massBinning.bins + 1)] as const;
  for (let j = 0; j < passing; j++) sides[0][bins[j]!]! += weights[j]!;
  for (let j = passing; j < ranked.size; j++) sides[1][bins[j]!]! += weights[j]!;
  return { pass: sides[0].subarray(0, massBinning.bins), fail: sides[1].subarray(0, massBinning.bins) };
}

/** Number of events with a score strictly above a threshold. */
export function countAbove(ranked: RankedScores, threshold: number): number {
  let low = 0;
  let high = ranked.size;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ranked.scores[middle]! > threshold) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Jensen-Shannon divergence in bits between the masses of passing and failing background; 0 without sculpting. */
export function massSculpting(histograms: SculptedMass): number {
  return jensenShannonDivergence(histograms.pass, histograms.fail, 2);
}
