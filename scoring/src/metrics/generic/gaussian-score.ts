import { ScoringRefusal } from '../../refusal';

/**
 * The score of point estimates with uncertainties of the FAIR Universe Weak Lensing challenge 2025, phase 1: minus the
 * mean over rows of sum_k [ d^2 / s^2 + ln s^2 + 1000 d^2 ] with d = predicted - true. Larger is better.
 *
 * @param predicted, uncertainty, truth row-major [rows, parameters]
 * @throws ScoringRefusal `empty`, `length-mismatch`, `value-invalid` (an uncertainty that is not positive, or no number)
 */
export function gaussianScore(predicted: Float64Array, uncertainty: Float64Array, truth: Float64Array, parameters: number): number {
  if (truth.length === 0) throw new ScoringRefusal('empty', 'There are no rows to score.');
  if (predicted.length !== truth.length || uncertainty.length !== truth.length || truth.length % parameters !== 0) {
    throw new ScoringRefusal(
      'length-mismatch',
      `Expected ${truth.length} values and uncertainties, but ${predicted.length} and ${uncertainty.length} came.`,
    );
  }
  let sum = 0;
  for (let i = 0; i < truth.length; i++) {
    const sigma = uncertainty[i]!;
    const squared = (predicted[i]! - truth[i]!) ** 2;
    if (!(sigma > 0 && sigma < Infinity && squared < Infinity)) {
      throw new ScoringRefusal(
        'value-invalid',
        `Value ${i} is ${predicted[i]} +- ${sigma}; both must be finite and the uncertainty > 0.`,
        i,
      );
    }
    sum += squared / (sigma * sigma) + Math.log(sigma * sigma) + 1000 * squared;
  }
  return (-sum * parameters) / truth.length;
}
