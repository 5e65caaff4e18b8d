import { sortDescending } from '../../numerics/radix-sort';
import { everyThreshold } from '../tagging/roc-points';
import type { ClassScores } from './class-scores';

/**
 * Macro one-versus-one AUC (Hand and Till 2001; scikit-learn's `multi_class="ovo", average="macro"`, the field's number
 * on JetClass): the mean over ordered pairs of classes (a, b) of the probability that an event of a has a larger score
 * for a than an event of b has, ties counting one half.
 *
 * Each class's scores are sorted once; one pass per class then serves all its pairs, for any weights.
 *
 * @returns the statistic as a function of the weights by event; NaN when a class has no weight
 */
export function oneVersusOneAuc(sample: ClassScores): (weights: Uint8Array) => number {
  const { labels, classes } = sample;
  const rankings = Array.from({ length: classes }, (_, k) => rankByClass(sample, k));
  return (weights) => {
    const totals = new Float64Array(classes);
    for (let event = 0; event < labels.length; event++) totals[labels[event]!]! += weights[event]!;
    let sum = 0;
    rankings.forEach(({ order, points }, k) => {
      const areas = areasUnderPairs(labels, order, points, weights, k, classes);
      areas.forEach((area, other) => {
        if (other !== k) sum += area / (totals[k]! * totals[other]!);
      });
    });
    return sum / (classes * (classes - 1));
  };
}

function rankByClass({ labels, scores, classes }: ClassScores, k: number): { order: Uint32Array; points: Uint32Array } {
  const size = labels.length;
  const own = new Float64Array(size);
  for (let event = 0; event < size; event++) own[event] = scores[event * classes + k]!;
  const order = sortDescending(own);
  const sorted = new Float64Array(size);
  for (let j = 0; j < size; j++) sorted[j] = own[order[j]!]!;
  return { order, points: everyThreshold({ scores: sorted, size }) };
}

/** For every other class, the weight of its events times the weight of class k ranked above them. */
function areasUnderPairs(
  labels: Uint8Array,
  order: Uint32Array,
  points: Uint32Array,
  weights: Uint8Array,
  k: number,
  classes: number,
): Float64Array {
  const areas = new Float64Array(classes);
  let above = 0;
  for (let point = 1; point < points.length; point++) {
    const [start, end] = [points[point - 1]!, points[point]!];
    let tied = 0;
    for (let j = start; j < end; j++) if (labels[order[j]!] === k) tied += weights[order[j]!]!;
    for (let j = start; j < end; j++) {
      const event = order[j]!;
      areas[labels[event]!]! += weights[event]! * (above + tied / 2);
    }
    above += tied;
  }
  return areas;
}
