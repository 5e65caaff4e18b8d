import { droppedPerSide } from './bootstrap/interval';

/** A metric of one evaluation as stored. */
export interface ComparableValue {
  readonly value: number | null;
  /** Replicates under the split's common random numbers; an entry scored without them has null. */
  readonly replicates: Float64Array | null;
}

export interface PairedDifference {
  /** a - b; null when either is unscored. */
  readonly difference: number | null;
  /** Central 68 % interval of the difference over replicates; null without paired replicates, or where infinite. */
  readonly low: number | null;
  readonly high: number | null;
  /** Two-sided, 2 (k + 1) / (N + 1) with k replicates on the rarer side of zero; at most 1. */
  readonly pValue: number | null;
}

/**
 * The difference of two evaluations on the same split. Their replicates share each event's weight, so the common
 * fluctuation of the sample cancels.
 */
export function pairedDifference(a: ComparableValue, b: ComparableValue): PairedDifference {
  const difference = a.value === null || b.value === null ? null : a.value - b.value;
  const differences = replicateDifferences(a, b)?.sort();
  if (difference === null || !differences) return { difference, low: null, high: null, pValue: null };
  const dropped = droppedPerSide(differences.length);
  const bound = (value: number) => (Number.isFinite(value) ? value : null);
  const notAbove = differences.filter((value) => value <= 0).length;
  const notBelow = differences.filter((value) => value >= 0).length;
  return {
    difference,
    low: bound(differences[dropped]!),
    high: bound(differences[differences.length - 1 - dropped]!),
    pValue: Math.min(1, (2 * (Math.min(notAbove, notBelow) + 1)) / (differences.length + 1)),
  };
}

/** Null when they do not pair. Both infinite is no difference; a replicate undefined (NaN) in either is left out. */
function replicateDifferences(a: ComparableValue, b: ComparableValue): Float64Array | null {
  const [first, second] = [a.replicates, b.replicates];
  if (!first || !second || first.length === 0 || first.length !== second.length) return null;
  const differences = first.map((value, r) => (value === second[r] ? 0 : value - second[r]!)).filter((value) => !Number.isNaN(value));
  return differences.length >= first.length / 2 ? differences : null;
}

export interface RankRange {
  /** 1 + the number of entries with a better value; equal values share a rank, unscored ones come last together. */
  readonly rank: number;
  /** 1 + the number of entries that are significantly better. */
  readonly best: number;
  /** The number of scored entries minus those that are significantly worse. */
  readonly worst: number;
}

/**
 * Rank and rank range of every entry, in the order given. Two entries differ significantly when the central 68 %
 * interval of their paired difference excludes zero on the side of their values; without paired replicates they are never told apart. Unscored
 * entries are behind every scored one and tied among themselves.
 */
export function rankRanges(entries: readonly ComparableValue[], order: 'asc' | 'desc'): RankRange[] {
  const scored = entries.filter(({ value }) => value !== null).length;
  const ranges = entries.map(({ value }) =>
    value === null ? { rank: scored + 1, best: scored + 1, worst: entries.length } : { rank: 1, best: 1, worst: scored },
  );
  const sign = order === 'desc' ? 1 : -1;
  entries.forEach((a, i) => {
    for (let j = i + 1; j < entries.length; j++) {
      const b = entries[j]!;
      if (a.value === null || b.value === null) continue;
      const better = a.value === b.value ? 0 : sign * Math.sign(a.value - b.value);
      if (better !== 0) ranges[better > 0 ? j : i]!.rank++;
      if (better === 0 || sign * significantSign(a, b) !== better) continue;
      ranges[better > 0 ? j : i]!.best++;
      ranges[better > 0 ? i : j]!.worst--;
    }
  });
  return ranges;
}

/**
 * 1 or -1 when the 68 % interval of a - b lies above or below zero, else 0. Counting suffices: the bounds are order
 * statistics. A board of 1,000 entries asks this 500,000 times, so nothing is allocated, and it stops once neither sign
 * can come out.
 */
function significantSign(a: ComparableValue, b: ComparableValue): -1 | 0 | 1 {
  const [first, second] = [a.replicates, b.replicates];
  if (!first || !second || first.length === 0 || first.length !== second.length) return 0;
  // Replicates that are undefined (NaN) in either only lower how many are dropped.
  const mostDropped = droppedPerSide(first.length);
  let above = 0;
  let below = 0;
  let ties = 0;
  for (let r = 0; r < first.length; r++) {
    const x = first[r]!;
    const y = second[r]!;
    if (x > y) above++;
    else if (x < y) below++;
    else if (x === y) ties++;
    if (above + ties > mostDropped && below + ties > mostDropped) return 0;
  }
  const count = above + below + ties;
  if (count < first.length / 2) return 0;
  const dropped = droppedPerSide(count);
  if (below + ties <= dropped) return 1;
  return above + ties <= dropped ? -1 : 0;
}
