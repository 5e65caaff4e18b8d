import { centralBounds } from './bootstrap/interval';

/** A metric of one evaluation as stored. */
export interface ComparableValue {
  readonly value: number | null;
  /** Replicates from the split's common random numbers; null if the entry was scored without them. */
  readonly replicates: Float64Array | null;
}

export interface PairedDifference {
  /** a - b; null if either is unscored, infinite if one of them is. */
  readonly difference: number | null;
  /**
   * Central 68 % interval of the difference over replicates; null without paired replicates, or if infinite. Few events that pass leave a side
   * open: without an interval wherever a replicate is infinite, what is left would be chosen by its own fluctuations, and cover 79 %.
   */
  readonly low: number | null;
  readonly high: number | null;
  /** Two-sided, 2 (k + 1) / (N + 1) with k replicates on the rarer side of zero; at most 1. */
  readonly pValue: number | null;
  /** The smallest p-value that so many replicates can give: at it, a difference is told as p below it. Null without replicates. */
  readonly leastPValue: number | null;
}

/**
 * The difference of two evaluations on the same split. Their replicates use the same weight for each event, so common fluctuations
 * of the sample cancel.
 */
export function pairedDifference(a: ComparableValue, b: ComparableValue): PairedDifference {
  const difference = a.value === null || b.value === null ? null : a.value === b.value ? 0 : a.value - b.value;
  const differences = replicateDifferences(a, b)?.sort();
  if (difference === null || !differences) return { difference, low: null, high: null, pValue: null, leastPValue: null };
  const { low, high } = centralBounds(differences);
  const bound = (value: number) => (Number.isFinite(value) ? value : null);
  const notAbove = differences.filter((value) => value <= 0).length;
  const notBelow = differences.filter((value) => value >= 0).length;
  return {
    difference,
    low: bound(low),
    high: bound(high),
    pValue: Math.min(1, (2 * (Math.min(notAbove, notBelow) + 1)) / (differences.length + 1)),
    leastPValue: 2 / (differences.length + 1),
  };
}

/** Null if the replicates do not pair. Two equal infinities have the difference 0; replicates that are NaN in either are left out. */
function replicateDifferences(a: ComparableValue, b: ComparableValue): Float64Array | null {
  const [first, second] = [a.replicates, b.replicates];
  if (!first || !second || first.length === 0 || first.length !== second.length) return null;
  const differences = first.map((value, r) => (value === second[r] ? 0 : value - second[r]!)).filter((value) => !Number.isNaN(value));
  return differences.length >= first.length / 2 ? differences : null;
}
