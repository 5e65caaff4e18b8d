import { ScoringRefusal } from '../../refusal';
import { cornersOnly, type RankedScores } from './ranked-scores';

/**
 * Cumulative weights along the ROC curve: point k selects every event with a score of at least the k-th threshold.
 * Point 0 selects nothing, the last point selects everything. In counts, not efficiencies, so that unit weights
 * are exact.
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
 * The ROC with every distinct threshold kept.
 *
 * @param weights per event in the caller's order, finite, >= 0; absent: 1 each. An event of weight 0 still
 *   contributes its threshold, which moves nothing.
 * @throws ScoringRefusal `weight-invalid` (negative, not finite, wrong length) or `one-class` (a class without weight).
 *   Negative weights are refused because the curve would turn back and no efficiency would have one value.
 */
export function rocCurve(ranked: RankedScores, weights?: Float64Array): Roc {
  const thresholds = new Float64Array(ranked.points);
  thresholds[0] = Infinity;
  for (let j = 0; j < ranked.size; j++) thresholds[ranked.point[j]!] = ranked.scores[j]!;
  const counts = emptyRoc(ranked.points);
  fillRoc(counts, ranked, weights ? sortedWeights(ranked, weights) : new Uint8Array(ranked.size).fill(1));
  return { ...counts, thresholds };
}

/** The ROC's corners with unit weights: what AUC and rejections need. */
export function rocCorners(ranked: RankedScores): Roc {
  return rocCurve(cornersOnly(ranked));
}

export function emptyRoc(points: number): RocCounts {
  return { signal: new Float64Array(points), background: new Float64Array(points) };
}

/** Overwrites `counts` for weights given by position (not by event). The hot loop of the bootstrap: no branches. */
export function fillRoc(counts: RocCounts, ranked: RankedScores, weights: Uint8Array | Float64Array): void {
  const { isSignal, point, size } = ranked;
  const { signal, background } = counts;
  let selected = 0;
  let selectedSignal = 0;
  for (let j = 0; j < size; j++) {
    const weight = weights[j]!;
    selected += weight;
    selectedSignal += weight * isSignal[j]!;
    const k = point[j]!;
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
