import { ScoringRefusal } from '../../refusal';

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

function median(sorted: Float64Array): number {
  return (sorted[(sorted.length - 1) >>> 1]! + sorted[sorted.length >>> 1]!) / 2;
}
