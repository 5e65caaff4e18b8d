import type { ClassProbabilities } from './class-probabilities';
import { weightedMean } from './weighted-mean';

/**
 * Brier score as in Brier (1950): the mean over events of the sum over classes of (p - y)^2, with y = 1 for the event's own class
 * and 0 for the others. 0 is best, 2 worst. For two classes it is twice the usual Brier score of a single probability. Probabilities are
 * divided by their sum in each event, so that a sum other than 1 brings no advantage.
 *
 * @returns the statistic as a function of the weights by event; NaN when they sum to zero
 */
export function brierScoreOfClasses({ labels, probabilities, sums, names }: ClassProbabilities): (weights: Uint8Array) => number {
  const classes = names.length;
  const losses = Float64Array.from(labels, (label, event) => {
    let loss = 0;
    for (let k = 0; k < classes; k++) loss += (probabilities[event * classes + k]! / sums[event]! - (k === label ? 1 : 0)) ** 2;
    return loss;
  });
  return (weights) => weightedMean(losses, weights);
}
