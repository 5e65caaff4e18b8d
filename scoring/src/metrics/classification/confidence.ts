import { sortDescending } from '../../numerics/radix-sort';
import { binByConfidence, type CalibrationBinning } from '../tagging/calibration';
import { predictedClasses, type ClassProbabilities } from './class-probabilities';

/** Calibration bins of the confidence, with the event at each position. */
export interface ConfidenceBinning {
  readonly binning: CalibrationBinning;
  readonly events: Uint32Array;
}

/**
 * Bins events by their confidence, the probability of the predicted class; an event is a hit if that class is the true one (Guo et al.,
 * arXiv:1706.04599). The 15 bins divide [0, 1] equally and include their upper edges.
 */
export function binConfidence(sample: ClassProbabilities): ConfidenceBinning {
  const { labels, probabilities, sums, names } = sample;
  const predicted = predictedClasses(sample);
  // Rounding may bring the quotient slightly above 1.
  const confidence = Float64Array.from(predicted, (best, event) => Math.min(1, probabilities[event * names.length + best]! / sums[event]!));
  const events = sortDescending(confidence);
  const sorted = Float64Array.from(events, (event) => confidence[event]!);
  const hit = Uint8Array.from(events, (event) => (predicted[event] === labels[event] ? 1 : 0));
  return { binning: binByConfidence(sorted, hit), events };
}
