import { ScoringRefusal } from '../../refusal';
import { checkFinite } from '../tagging/ranked-scores';

/** Scores of every class for every event. */
export interface ClassScores {
  readonly labels: Uint8Array;
  /** Row-major [events, classes]. */
  readonly scores: Float32Array | Float64Array;
  readonly classes: number;
}

/**
 * @param labels class index per event, each class present
 * @param scores row-major [events, classes], larger is more like the class
 * @throws ScoringRefusal `empty`, `length-mismatch`, `not-finite` (the index is the value's, row * classes + class),
 *   `label-invalid`, `one-class` (a class without events has no rejection and no AUC)
 */
export function checkClassScores(labels: Uint8Array, scores: Float32Array | Float64Array, classes: number): ClassScores {
  if (labels.length === 0) throw new ScoringRefusal('empty', 'There are no events to score.');
  if (scores.length !== labels.length * classes) {
    throw new ScoringRefusal('length-mismatch', `Expected ${labels.length} rows of ${classes} scores, but ${scores.length} values came.`);
  }
  checkFinite(scores);
  const counts = new Uint32Array(classes);
  labels.forEach((label, event) => {
    if (label >= classes) throw new ScoringRefusal('label-invalid', `Label ${event} is ${label}; there are ${classes} classes.`, event);
    counts[label]!++;
  });
  const missing = counts.indexOf(0);
  if (missing >= 0) throw new ScoringRefusal('one-class', `No event is of class ${missing}; every class is needed.`);
  return { labels, scores, classes };
}

/** 1 where the class with the largest score (the first of equals) is the label. */
export function correctlyClassified({ labels, scores, classes }: ClassScores): Uint8Array {
  return labels.map((label, event) => {
    let best = 0;
    for (let k = 1; k < classes; k++) if (scores[event * classes + k]! > scores[event * classes + best]!) best = k;
    return best === label ? 1 : 0;
  });
}
