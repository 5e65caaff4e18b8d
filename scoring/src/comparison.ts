import { droppedPerSide } from './bootstrap/interval';

/** A metric of one evaluation as stored. */
export interface ComparableValue {
  readonly value: number | null;
  /** Replicates from the split's common random numbers; null if the entry was scored without them. */
  readonly replicates: Float64Array | null;
}

export interface PairedDifference {
  /** a - b; null if either is unscored, infinite if one of them is. */
  readonly difference: number | null;
  /** Central 68 % interval of the difference over replicates; null without paired replicates, or if infinite. */
  readonly low: number | null;
  readonly high: number | null;
  /** Two-sided, 2 (k + 1) / (N + 1) with k replicates on the rarer side of zero; at most 1. */
  readonly pValue: number | null;
}

/**
 * The difference of two evaluations on the same split. Their replicates use the same weight for each event, so common fluctuations
 * of the sample cancel.
 */
export function pairedDifference(a: ComparableValue, b: ComparableValue): PairedDifference {
  const difference = a.value === null || b.value === null ? null : a.value === b.value ? 0 : a.value - b.value;
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

/** Null if the replicates do not pair. Two equal infinities have the difference 0; replicates that are NaN in either are left out. */
function replicateDifferences(a: ComparableValue, b: ComparableValue): Float64Array | null {
  const [first, second] = [a.replicates, b.replicates];
  if (!first || !second || first.length === 0 || first.length !== second.length) return null;
  const differences = first.map((value, r) => (value === second[r] ? 0 : value - second[r]!)).filter((value) => !Number.isNaN(value));
  return differences.length >= first.length / 2 ? differences : null;
}

export interface RankRange {
  /** 1 + the number of entries with a better value. Equal values share a rank; unscored entries share the last rank. */
  readonly rank: number;
  /** 1 + the number of entries that are significantly better. */
  readonly best: number;
  /** The number of scored entries minus those that are significantly worse. */
  readonly worst: number;
}

/**
 * Rank and rank range of every entry, in the given order. Two entries differ significantly if the central 68 % interval of their
 * paired difference excludes zero and has the sign of the difference of their values; without paired replicates they never differ
 * significantly. Unscored entries rank below all scored ones and tie with each other.
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
 * 1 or -1 if the 68 % interval of a - b lies above or below zero, else 0. It only counts signs, because the bounds are order
 * statistics. A board of 1,000 entries calls it 500,000 times, so it allocates nothing and stops as soon as the result is known to
 * be 0.
 */
function significantSign(a: ComparableValue, b: ComparableValue): -1 | 0 | 1 {
  const [first, second] = [a.replicates, b.replicates];
  if (!first || !second || first.length === 0 || first.length !== second.length) return 0;
  // An upper limit: replicates that are NaN in either entry reduce the number dropped.
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
