import { ScoringRefusal } from '../../refusal';
import type { RankedScores } from './ranked-scores';
import { everyThreshold, type RocPoints } from './roc-points';

/**
 * Cumulative weights along the ROC curve: point k selects every event with a score of at least the k-th threshold.
 * Point 0 selects nothing, the last point selects everything. These are counts, not efficiencies, so that unit weights are
 * exact.
 */
export interface RocCounts {
  readonly signal: Float64Array;
  readonly background: Float64Array;
}

export interface Roc extends RocCounts {
  /** Descending; the empty selection's threshold is +infinity (as scikit-learn >= 1.3; older ones write max + 1). */
  readonly thresholds: Float64Array;
}

/**
 * The ROC curve at `points`; by default at every distinct threshold.
 *
 * @param weights per event in the caller's order, finite, >= 0; absent: 1 each. An event of weight 0 still
 *   contributes its threshold, which moves nothing.
 * @throws ScoringRefusal `weight-invalid` (negative, not finite, wrong length) or `one-class` (a class without weight).
 *   Negative weights are refused because the curve would turn back and no efficiency would have one value.
 */
export function rocCurve(ranked: RankedScores, points: RocPoints = everyThreshold(ranked), weights?: Float64Array): Roc {
  const thresholds = new Float64Array(points.length).fill(Infinity, 0, 1);
  for (let k = 1; k < points.length; k++) thresholds[k] = ranked.scores[points[k]! - 1]!;
  const counts = emptyRoc(points);
  fillRoc(counts, ranked, points, weights ? sortedWeights(ranked, weights) : new Uint8Array(ranked.size).fill(1));
  return { ...counts, thresholds };
}

export function emptyRoc(points: RocPoints): RocCounts {
  return { signal: new Float64Array(points.length), background: new Float64Array(points.length) };
}

/** Overwrites `counts` for weights given by position (not by event). The hot loop of the bootstrap. */
export function fillRoc(counts: RocCounts, ranked: RankedScores, points: RocPoints, weights: Uint8Array | Float64Array): void {
  const { isSignal } = ranked;
  const { signal, background } = counts;
  let selected = 0;
  let selectedSignal = 0;
  for (let k = 1, j = 0; k < points.length; k++) {
    for (const end = points[k]!; j < end; j++) {
      const weight = weights[j]!;
      selected += weight;
      selectedSignal += weight * isSignal[j]!;
    }
    signal[k] = selectedSignal;
    background[k] = selected - selectedSignal;
  }
}

export function totals(roc: RocCounts): { signal: number; background: number } {
  return { signal: roc.signal.at(-1) ?? 0, background: roc.background.at(-1) ?? 0 };
}

function sortedWeights(ranked: RankedScores, weights: Float64Array): Float64Array {
  if (weights.length !== ranked.size) {
    throw new ScoringRefusal('weight-invalid', `Expected ${ranked.size} weights, one per event, but ${weights.length} came.`);
  }
  const sums = [0, 0];
  const sorted = new Float64Array(ranked.size);
  for (let j = 0; j < ranked.size; j++) {
    const event = ranked.order[j]!;
    const weight = weights[event]!;
    if (!(weight >= 0 && weight < Infinity)) {
      throw new ScoringRefusal('weight-invalid', `Weight ${event} is ${weight}; a ROC curve needs finite weights >= 0.`, event);
    }
    sorted[j] = weight;
    sums[ranked.isSignal[j]!]! += weight;
  }
  if (sums[0] === 0 || sums[1] === 0) {
    throw new ScoringRefusal('one-class', `The weights of all ${sums[0] === 0 ? 'background' : 'signal'} events are zero.`);
  }
  return sorted;
}
