import { ScoringRefusal } from '../../refusal';

/** Checked labels and class probabilities of all events. */
export interface ClassProbabilities {
  /** Class of each event, an index of `names`. */
  readonly labels: Uint8Array;
  /** Row-major [events, classes]. */
  readonly probabilities: Float32Array | Float64Array;
  /** Sum of the probabilities of each event. */
  readonly sums: Float64Array;
  readonly names: readonly string[];
  /** Number of events of each class. */
  readonly counts: Uint32Array;
}

/**
 * Largest allowed deviation of an event's sum of probabilities from 1. Ten numbers rounded to three decimals deviate by at most this
 * much, a softmax in half precision (11 bits) by 5e-4. Metrics that need a sum of exactly 1 divide by the sum.
 */
export const sumTolerance = 5e-3;

/**
 * @param labels class of each event, an index of `names`; a class may have no event
 * @param probabilities row-major [events, classes]; each event's add up to 1 within `sumTolerance`
 * @throws ScoringRefusal `empty`, `length-mismatch`, `label-invalid`; `not-finite` and `out-of-range` (below 0, or a sum that is
 *   not 1), with the event as the index
 */
export function checkClassProbabilities(
  labels: Uint8Array,
  probabilities: Float32Array | Float64Array,
  names: readonly string[],
): ClassProbabilities {
  const classes = names.length;
  if (labels.length === 0) throw new ScoringRefusal('empty', 'There are no events to score.');
  if (probabilities.length !== labels.length * classes) {
    const came = probabilities.length / classes;
    throw new ScoringRefusal(
      'length-mismatch',
      Number.isInteger(came)
        ? `Expected ${labels.length} rows of ${classes} probabilities, but ${came} rows came.`
        : `Expected ${labels.length} rows of ${classes} probabilities, but ${probabilities.length} numbers came.`,
    );
  }
  const counts = new Uint32Array(classes);
  labels.forEach((label, event) => {
    if (label >= classes) throw new ScoringRefusal('label-invalid', `Label ${event} is ${label}; there are ${classes} classes.`, event);
    counts[label]!++;
  });
  return { labels, probabilities, sums: checkProbabilities(probabilities, names), names, counts };
}

/**
 * @param probabilities row-major [events, names]
 * @returns the sum of the probabilities of each event
 * @throws ScoringRefusal `not-finite`, `out-of-range` (below 0, or a sum that is not 1), with the event as the index
 */
export function checkProbabilities(probabilities: Float32Array | Float64Array, names: readonly string[]): Float64Array {
  const classes = names.length;
  const sums = new Float64Array(probabilities.length / classes);
  for (let event = 0; event < sums.length; event++) {
    let sum = 0;
    for (let k = 0; k < classes; k++) {
      const value = probabilities[event * classes + k]!;
      if (!Number.isFinite(value))
        throw new ScoringRefusal('not-finite', `The probability of ${names[k]} in row ${event} is ${value}; it must be a number.`, event);
      if (value < 0)
        throw new ScoringRefusal(
          'out-of-range',
          `The probability of ${names[k]} in row ${event} is ${value}; it must not be negative.`,
          event,
        );
      sum += value;
    }
    if (Math.abs(sum - 1) > sumTolerance) {
      const what = `The probabilities in row ${event} add up to ${Number(sum.toPrecision(6))}`;
      throw new ScoringRefusal('out-of-range', `${what}; those of ${names.join(', ')} must add up to 1, within ${sumTolerance}.`, event);
    }
    sums[event] = sum;
  }
  return sums;
}

/** The class with the largest probability of each event; the first of equal ones. */
export function predictedClasses({ labels, probabilities, names }: ClassProbabilities): Uint8Array {
  const classes = names.length;
  return labels.map((_, event) => {
    let best = 0;
    for (let k = 1; k < classes; k++) if (probabilities[event * classes + k]! > probabilities[event * classes + best]!) best = k;
    return best;
  });
}

/** 1 where the predicted class is the label. */
export function correctlyClassified(sample: ClassProbabilities): Uint8Array {
  return predictedClasses(sample).map((predicted, event) => (predicted === sample.labels[event] ? 1 : 0));
}
