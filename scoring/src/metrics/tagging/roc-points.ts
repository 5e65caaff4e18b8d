import type { RankedScores } from './ranked-scores';

/**
 * How many positions each ROC point selects: ascending, from 0 (the empty selection) to all events.
 * Ties are never parted.
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
 * Only the corners of the staircase: neighbouring thresholds that select one and the same class are merged. Areas
 * and interpolated values along the curve are unchanged, exactly, for any weights; a good tagger's curve has ten
 * times fewer points then, and every replicate goes through fewer.
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
