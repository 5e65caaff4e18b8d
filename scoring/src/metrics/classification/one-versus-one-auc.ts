import { sortDescending } from '../../numerics/radix-sort';
import { everyThreshold } from '../tagging/roc-points';
import type { ClassProbabilities } from './class-probabilities';

/**
 * Macro one-versus-one AUC (Hand and Till 2001; scikit-learn's `multi_class="ovo", average="macro"`, as usual for JetClass): the mean
 * over ordered pairs of classes (a, b) of the probability that an event of a has a larger score
 * for a than an event of b has, ties counting one half.
 *
 * Each class's probabilities are sorted once; one pass per class then serves all its pairs, for any weights. A class without events
 * has no pairs, as in scikit-learn.
 *
 * @returns the statistic as a function of the weights by event; NaN when a class with events has no weight, or only one has events
 */
export function oneVersusOneAuc(sample: ClassProbabilities): (weights: Uint8Array) => number {
  const { labels, names, counts } = sample;
  const classes = names.length;
  const present = Array.from(counts.keys()).filter((k) => counts[k]! > 0);
  const rankings = present.map((k) => ({ k, ...rankByClass(sample, k) }));
  return (weights) => {
    const totals = new Float64Array(classes);
    for (let event = 0; event < labels.length; event++) totals[labels[event]!]! += weights[event]!;
    let sum = 0;
    for (const ranking of rankings) {
      const areas = areasUnderPairs(labels, ranking, weights, classes);
      for (const other of present) if (other !== ranking.k) sum += areas[other]! / (totals[ranking.k]! * totals[other]!);
    }
    return sum / (present.length * (present.length - 1));
  };
}

interface ClassRanking {
  readonly k: number;
  readonly order: Uint32Array;
  readonly points: Uint32Array;
}

function rankByClass({ labels, probabilities, names }: ClassProbabilities, k: number): Omit<ClassRanking, 'k'> {
  const size = labels.length;
  const own = new Float64Array(size);
  for (let event = 0; event < size; event++) own[event] = probabilities[event * names.length + k]!;
  const order = sortDescending(own);
  const sorted = new Float64Array(size);
  for (let j = 0; j < size; j++) sorted[j] = own[order[j]!]!;
  return { order, points: everyThreshold({ scores: sorted, size }) };
}

/** For every other class, the weight of its events times the weight of class k ranked above them. */
function areasUnderPairs(labels: Uint8Array, { k, order, points }: ClassRanking, weights: Uint8Array, classes: number): Float64Array {
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
