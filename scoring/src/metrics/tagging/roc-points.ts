import type { RankedScores } from './ranked-scores';

/**
 * The number of positions that each ROC point selects: ascending, from 0 (the empty selection) to all events.
 * Equal scores are never separated.
 */
export type RocPoints = Uint32Array;

/** A point for every distinct score. */
export function everyThreshold(ranked: Pick<RankedScores, 'scores' | 'size'>): RocPoints {
  const { scores, size } = ranked;
  const points = new Uint32Array(size + 1);
  let last = 0;
  for (let j = 1; j <= size; j++) {
    if (j === size || scores[j] !== scores[j - 1]) points[++last] = j;
  }
  return points.slice(0, last + 1);
}

/**
 * Only the corners of the curve: neighbouring thresholds that add events of the same class are merged. Areas and interpolated values
 * stay exactly the same for any weights. The curve of a good tagger then has ten times fewer points, which makes replicates faster.
 */
export function cornersOnly(ranked: RankedScores): RocPoints {
  const { scores, isSignal, size } = ranked;
  const points = new Uint32Array(size + 1);
  const mixed = 2;
  let last = 0;
  let previous = mixed;
  for (let start = 0; start < size;) {
    const score = scores[start]!;
    let kind = isSignal[start]!;
    let end = start + 1;
    for (; end < size && scores[end] === score; end++) if (isSignal[end] !== kind) kind = mixed;
    if (kind !== previous || kind === mixed) last++;
    points[last] = end;
    previous = kind;
    start = end;
  }
  return points.slice(0, last + 1);
}
