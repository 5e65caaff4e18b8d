import { sortDescending } from '../../numerics/radix-sort';
import { binByConfidence, type CalibrationBinning } from '../tagging/calibration';
import { predictedClasses, type ClassProbabilities } from './class-probabilities';

/** The calibration of the confidence, with the event at each position of it. */
export interface ConfidenceBinning {
  readonly binning: CalibrationBinning;
  readonly events: Uint32Array;
}

/**
 * The confidence of an event is the probability of its predicted class, and it is right where that class is the true one (Guo et al.,
 * arXiv:1706.04599). In 15 equal bins of [0, 1], closed above.
 */
export function binConfidence(sample: ClassProbabilities): ConfidenceBinning {
  const { labels, probabilities, sums, names } = sample;
  const predicted = predictedClasses(sample);
  // Divided by the sum, which rounding may put above 1.
  const confidence = Float64Array.from(predicted, (best, event) => Math.min(1, probabilities[event * names.length + best]! / sums[event]!));
  const events = sortDescending(confidence);
  const sorted = Float64Array.from(events, (event) => confidence[event]!);
  const hit = Uint8Array.from(events, (event) => (predicted[event] === labels[event] ? 1 : 0));
  return { binning: binByConfidence(sorted, hit), events };
}
