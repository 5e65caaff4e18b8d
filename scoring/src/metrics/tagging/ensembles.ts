import { ScoringRefusal } from '../../refusal';
import { meanAndDeviation } from './seeds';

export type Combination = 'mean' | 'median';
type Scores = Float32Array | Float64Array;

/** One score per event from the scores of several runs. */
export function combineScores(runs: readonly Scores[], combination: Combination): Float64Array {
  const events = runs[0]?.length ?? 0;
  const odd = runs.findIndex((run) => run.length !== events);
  if (events === 0) throw new ScoringRefusal('empty', 'There are no scores to combine.');
  if (odd > 0) throw new ScoringRefusal('length-mismatch', `Run ${odd} has ${runs[odd]?.length} scores and run 0 has ${events}.`, odd);
  const combined = new Float64Array(events);
  const column = new Float64Array(runs.length);
  for (let i = 0; i < events; i++) {
    for (let run = 0; run < runs.length; run++) column[run] = runs[run]![i]!;
    combined[i] = combination === 'mean' ? column.reduce((sum, score) => sum + score, 0) / runs.length : median(column.sort());
  }
  return combined;
}

export interface EnsembleStatistics {
  readonly median: number;
  /** Standard deviation (of n) over the ensembles. It is not an error of their mean, because they share runs. */
  readonly spread: number;
  /** The metric of every ensemble, in lexicographic order of its members. */
  readonly values: Float64Array;
}

/**
 * The landscape's ensembles: the metric of every subset of `size` runs (84 for 6 of 9), with median and spread.
 *
 * @param metric of one combined score, for example R30
 */
export function ensembleStatistics(
  runs: readonly Scores[],
  size: number,
  combination: Combination,
  metric: (scores: Float64Array) => number,
): EnsembleStatistics {
  if (!(size >= 1 && size <= runs.length)) {
    throw new ScoringRefusal('value-invalid', `Ensembles of ${size} cannot be chosen from ${runs.length} runs.`);
  }
  const choices = subsets(runs.length, size);
  const values = Float64Array.from(choices, (members) =>
    metric(
      combineScores(
        members.map((run) => runs[run]!),
        combination,
      ),
    ),
  );
  return { median: median(values.slice().sort()), spread: meanAndDeviation(values).deviation, values };
}

/** All choices of `size` among 0 ... count - 1, in lexicographic order. */
function subsets(count: number, size: number, from = 0): number[][] {
  if (size === 0) return [[]];
  return Array.from({ length: Math.max(0, count - from - size + 1) }, (_, i) => from + i).flatMap((first) =>
    subsets(count, size - 1, first + 1).map((rest) => [first, ...rest]),
  );
}

function median(sorted: Float64Array): number {
  return (sorted[(sorted.length - 1) >>> 1]! + sorted[sorted.length >>> 1]!) / 2;
}
