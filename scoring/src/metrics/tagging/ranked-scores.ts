import { sortDescending } from '../../numerics/radix-sort';
import { ScoringRefusal } from '../../refusal';

/** Scores sorted from the most to the least signal-like. All threshold metrics and their replicates share this one sort. */
export interface RankedScores {
  readonly size: number;
  /** order[j] is the event at position j. */
  readonly order: Uint32Array;
  /** Scores by position, descending. */
  readonly scores: Float32Array | Float64Array;
  /** 1 where the event at a position is signal, else 0. */
  readonly isSignal: Uint8Array;
}

/**
 * Validates and sorts.
 *
 * @param labels 1 signal, 0 background, one per event
 * @param scores larger is more signal-like
 * @throws ScoringRefusal `empty`, `length-mismatch`, `not-finite` (NaN or infinity), `label-invalid`, `one-class`
 */
export function rankScores(labels: Uint8Array, scores: Float32Array | Float64Array): RankedScores {
  checkLengths(labels.length, scores.length);
  checkFinite(scores);
  checkBinaryLabels(labels);
  const size = scores.length;
  const scratch = new Uint32Array(size);
  const order = sortDescending(scores, scratch);
  const sorted = scores instanceof Float32Array ? new Float32Array(scratch.buffer) : new Float64Array(size);
  const isSignal = new Uint8Array(size);
  for (let j = 0; j < size; j++) {
    const event = order[j]!;
    sorted[j] = scores[event]!;
    isSignal[j] = labels[event]!;
  }
  return { size, order, scores: sorted, isSignal };
}

function checkLengths(expected: number, came: number): void {
  if (expected === 0) throw new ScoringRefusal('empty', 'There are no events to score.');
  if (expected === came) return;
  throw new ScoringRefusal('length-mismatch', `Expected ${expected} scores, one per event, but ${came} came.`, Math.min(expected, came));
}

function checkFinite(scores: Float32Array | Float64Array): void {
  for (let i = 0; i < scores.length; i++) {
    // Only NaN and the infinities differ from themselves after a subtraction.
    if (scores[i]! - scores[i]! === 0) continue;
    throw new ScoringRefusal('not-finite', `Score ${i} is ${scores[i]}; every score must be a finite number.`, i);
  }
}

function checkBinaryLabels(labels: Uint8Array): void {
  let signals = 0;
  for (let i = 0; i < labels.length; i++) {
    if (labels[i]! > 1)
      throw new ScoringRefusal('label-invalid', `Label ${i} is ${labels[i]}; labels are 0 (background) or 1 (signal).`, i);
    signals += labels[i]!;
  }
  if (signals > 0 && signals < labels.length) return;
  const only = signals === 0 ? 'background' : 'signal';
  throw new ScoringRefusal('one-class', `All ${labels.length} events are ${only}; signal and background are both needed.`);
}
