import type { ClassProbabilities } from './class-probabilities';
import { weightedMean } from './weighted-mean';

/** The double-precision epsilon, as in scikit-learn; without it one event with a probability of 0 would make the loss infinite. */
const smallest = 2 ** -52;

/**
 * Log loss (cross-entropy) in nats: the mean of -ln p of each event's own class, 0 is best. p is cut to [2^-52, 1 - 2^-52] and
 * divided by the sum of its event's probabilities, as in scikit-learn's `log_loss`, so that a sum above 1 brings no advantage.
 *
 * @returns the statistic as a function of the weights by event; NaN when they sum to zero
 */
export function logLoss({ labels, probabilities, sums, names }: ClassProbabilities): (weights: Uint8Array) => number {
  const classes = names.length;
  const losses = Float64Array.from(labels, (label, event) => {
    const own = Math.min(1 - smallest, Math.max(smallest, probabilities[event * classes + label]!));
    return -Math.log(own / sums[event]!);
  });
  return (weights) => weightedMean(losses, weights);
}
