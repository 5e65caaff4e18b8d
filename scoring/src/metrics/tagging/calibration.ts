import { ScoringRefusal } from '../../refusal';
import type { RankedScores } from './ranked-scores';

/**
 * What is compared. `positive`: the score as the probability of signal, with the fraction of signal. `confidence`: the probability of
 * the predicted class, max(s, 1 - s), with the fraction of correct predictions.
 */
export type CalibrationConvention = 'positive' | 'confidence';

/** Neighbouring positions of the ranking that fall into one bin. */
interface BinRange {
  readonly bin: number;
  readonly start: number;
  readonly end: number;
}

export interface CalibrationBinning {
  readonly bins: number;
  readonly confidence: Float32Array | Float64Array;
  readonly hit: Uint8Array;
  readonly ranges: readonly BinRange[];
}

export interface ReliabilityBin {
  readonly weight: number;
  /** Mean score (or confidence) and observed fraction; NaN in an empty bin. */
  readonly meanConfidence: number;
  readonly fraction: number;
}

/**
 * Sorts positions into equal bins of [0, 1] that include their upper edge: (0, 1/15], (1/15, 2/15], ...; 0 belongs to the first.
 *
 * @throws ScoringRefusal `out-of-range` for a score outside [0, 1], which is not a probability (the reference code silently drops such
 *   events but still counts them in the denominator)
 */
export function binForCalibration(ranked: RankedScores, convention: CalibrationConvention, bins = 15): CalibrationBinning {
  const { size, scores, isSignal } = ranked;
  checkProbabilities(ranked);
  const positive = convention === 'positive';
  const confidence = positive ? scores : new Float64Array(size);
  const hit = positive ? isSignal : new Uint8Array(size);
  if (!positive)
    for (let j = 0; j < size; j++) {
      const predicted = scores[j]! > 0.5 ? 1 : 0;
      confidence[j] = predicted ? scores[j]! : 1 - scores[j]!;
      hit[j] = predicted === isSignal[j] ? 1 : 0;
    }
  return binByConfidence(confidence, hit, bins);
}

/** @param confidence between 0 and 1; fastest if neighbouring values are similar @param hit 1 if the prediction was correct */
export function binByConfidence(confidence: Float32Array | Float64Array, hit: Uint8Array, bins = 15): CalibrationBinning {
  const ranges: BinRange[] = [];
  const size = confidence.length;
  for (let j = 0, start = 0, current = -1; j <= size; j++) {
    const bin = j < size ? binOf(confidence[j]!, bins) : -1;
    if (bin === current) continue;
    if (j > start) ranges.push({ bin: current, start, end: j });
    [start, current] = [j, bin];
  }
  return { bins, confidence, hit, ranges };
}

/** The edges are multiples of the rounded 1 / bins, as in numpy's linspace. */
function binOf(confidence: number, bins: number): number {
  const step = 1 / bins;
  let bin = Math.max(0, Math.min(bins - 1, Math.ceil(confidence / step) - 1));
  if (bin > 0 && confidence <= bin * step) bin--;
  else if (bin < bins - 1 && confidence > (bin + 1) * step) bin++;
  return bin;
}

function checkProbabilities(ranked: RankedScores): void {
  for (const j of [0, ranked.size - 1]) {
    const score = ranked.scores[j]!;
    if (score >= 0 && score <= 1) continue;
    const event = ranked.order[j]!;
    throw new ScoringRefusal('out-of-range', `Score ${event} is ${score}; calibration needs probabilities between 0 and 1.`, event);
  }
}

/** Sums per bin. Sums of float32 probabilities are exact in double precision, except in the first bin. */
export function reliability(binning: CalibrationBinning, weights: Uint8Array | Float64Array): ReliabilityBin[] {
  const { confidence, hit } = binning;
  const sums = Array.from({ length: binning.bins }, () => ({ weight: 0, confidence: 0, hits: 0 }));
  for (const { bin, start, end } of binning.ranges) {
    let weightSum = 0;
    let confidenceSum = 0;
    let hits = 0;
    for (let j = start; j < end; j++) {
      const weight = weights[j]!;
      weightSum += weight;
      confidenceSum += weight * confidence[j]!;
      hits += weight * hit[j]!;
    }
    const sum = sums[bin]!;
    sum.weight += weightSum;
    sum.confidence += confidenceSum;
    sum.hits += hits;
  }
  return sums.map(({ weight, confidence, hits }) => ({ weight, meanConfidence: confidence / weight, fraction: hits / weight }));
}

/** Expected calibration error: the mean over events of |fraction - mean confidence| in their bin. 0 is best. */
export function expectedCalibrationError(binning: CalibrationBinning, weights: Uint8Array | Float64Array): number {
  let total = 0;
  let error = 0;
  for (const { weight, meanConfidence, fraction } of reliability(binning, weights)) {
    if (weight === 0) continue;
    total += weight;
    error += weight * Math.abs(fraction - meanConfidence);
  }
  return error / total;
}
