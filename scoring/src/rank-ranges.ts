import type { ComparableValue } from './comparison';

export interface RankRange {
  /** 1 + the number of entries with a better value. Equal values share a rank; unscored entries share the last rank. */
  readonly rank: number;
  /** 1 + the number of entries that are significantly better. */
  readonly best: number;
  /** The number of scored entries minus those that are significantly worse. */
  readonly worst: number;
}

/** The share of boards on which all ranges hold at once. */
const rankLevel = 0.95;

/** Up to so many entries all pairs are compared; above, each entry with what all have in common. */
const mostPaired = 500;

/**
 * Rank and rank range of every entry, in the given order. The ranges of all entries hold their true ranks at once with a chance of 95 %.
 *
 * Up to 500 entries differ significantly where their difference exceeds c of its standard deviations over the paired replicates, with c the
 * 95 % quantile of the largest such ratio over all pairs of a replicate (max-t). Above 500 each replicate's mean over the entries is taken
 * out, and entries differ where their intervals of c standard deviations do not overlap: n log n instead of n^2. Replicates that pair with
 * none tell nobody apart. Unscored entries rank below all scored ones and tie with each other.
 *
 * Source: Mogstad, Romano, Shaikh and Wilhelm, "Inference for Ranks", Review of Economic Studies 91, 476 (2024); Romano and Wolf,
 * "Stepwise multiple testing", Econometrica 73, 1237 (2005)
 */
export function rankRanges(entries: readonly ComparableValue[], order: 'asc' | 'desc'): RankRange[] {
  const scored = entries.flatMap(({ value }, index) => (value === null ? [] : [{ value, index }]));
  const ranges: RankRange[] = entries.map(() => ({ rank: scored.length + 1, best: scored.length + 1, worst: entries.length }));
  const sign = order === 'desc' ? 1 : -1;
  const sorted = scored.toSorted((a, b) => (a.value === b.value ? 0 : sign * (b.value - a.value)));
  const league = leagueOf(
    sorted.map(({ index }) => entries[index]!),
    sign,
  );
  const beaten = sorted.length <= mostPaired ? byPairs(league) : byIntervals(league);
  let rank = 1;
  sorted.forEach(({ index, value }, place) => {
    if (place > 0 && value !== sorted[place - 1]!.value) rank = place + 1;
    const { better, worse } = beaten[place]!;
    ranges[index] = { rank, best: 1 + better, worst: sorted.length - worse };
  });
  return ranges;
}

/** Entries from the best to the worst. Larger is better, and nothing is infinite. */
interface League {
  readonly values: Float64Array;
  /** Null for an entry whose replicates do not pair with the others'. */
  readonly replicates: readonly (Float64Array | null)[];
  readonly draws: number;
}

function leagueOf(entries: readonly ComparableValue[], sign: number): League {
  const draws = entries.find(({ replicates }) => replicates !== null && replicates.length > 0)?.replicates?.length ?? 0;
  const paired = entries.map(({ replicates }) => (draws > 0 && replicates?.length === draws ? replicates : null));
  // A ratio that can be infinite is compared by its inverse, the rate in its denominator.
  const isInfinite = entries.some(({ value }, i) => value === Infinity || paired[i]?.includes(Infinity));
  const place = (value: number) => (isInfinite ? (-sign * 1) / value : sign * value);
  return {
    values: Float64Array.from(entries, ({ value }) => place(value ?? NaN)),
    replicates: paired.map((replicates) => {
      const placed = replicates?.map(place) ?? null;
      return placed?.every(Number.isFinite) ? placed : null;
    }),
    draws,
  };
}

interface Beaten {
  /** How many entries are significantly better, and worse. */
  better: number;
  worse: number;
}

function byPairs({ values, replicates, draws }: League): Beaten[] {
  const beaten = Array.from(values, () => ({ better: 0, worse: 0 }));
  const largest = new Float64Array(draws);
  const deviations = replicates.map((a, i) =>
    Float64Array.from({ length: i }, (_, j) => {
      const b = replicates[j];
      return a && b ? deviationOf(a, b) : Infinity;
    }),
  );
  forEachPair(replicates, deviations, (i, j, deviation) => {
    const [a, b] = [replicates[i]!, replicates[j]!];
    const difference = values[i]! - values[j]!;
    for (let r = 0; r < draws; r++) {
      const ratio = Math.abs(a[r]! - b[r]! - difference) / deviation;
      if (ratio > largest[r]!) largest[r] = ratio;
    }
  });
  const threshold = quantile(largest);
  for (let i = 1; i < values.length; i++) {
    for (let j = 0; j < i; j++) {
      const deviation = deviations[i]![j]!;
      if (deviation === Infinity || !(values[j]! - values[i]! > threshold * deviation)) continue;
      beaten[i]!.better++;
      beaten[j]!.worse++;
    }
  }
  return beaten;
}

/** The pairs whose difference varies. */
function forEachPair(
  replicates: League['replicates'],
  deviations: readonly Float64Array[],
  visit: (i: number, j: number, deviation: number) => void,
): void {
  for (let i = 1; i < replicates.length; i++)
    for (let j = 0; j < i; j++) {
      const deviation = deviations[i]![j]!;
      if (deviation > 0 && deviation < Infinity) visit(i, j, deviation);
    }
}

/** Standard deviation of a - b over the replicates; 0 where it is nothing but rounding. */
function deviationOf(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  let squares = 0;
  const first = a[0]! - b[0]!;
  let size = 0;
  for (let r = 0; r < a.length; r++) {
    const difference = a[r]! - b[r]! - first;
    sum += difference;
    squares += difference * difference;
    size = Math.max(size, Math.abs(a[r]!), Math.abs(b[r]!));
  }
  const variance = Math.max(0, squares - (sum * sum) / a.length) / Math.max(1, a.length - 1);
  return Math.sqrt(variance) > 1e-12 * size ? Math.sqrt(variance) : 0;
}

function byIntervals({ values, replicates, draws }: League): Beaten[] {
  const paired = replicates.filter((vector) => vector !== null);
  const common = Float64Array.from({ length: draws }, (_, r) => paired.reduce((sum, vector) => sum + vector[r]!, 0) / paired.length);
  const centre = replicates.reduce((sum, vector, i) => (vector ? sum + values[i]! / paired.length : sum), 0);
  const largest = new Float64Array(draws);
  const deviations = replicates.map((vector, i) => {
    if (!vector) return Infinity;
    const deviation = deviationOf(vector, common);
    for (let r = 0; r < draws && deviation > 0; r++) {
      const ratio = Math.abs(vector[r]! - common[r]! - (values[i]! - centre)) / deviation;
      if (ratio > largest[r]!) largest[r] = ratio;
    }
    return deviation;
  });
  const threshold = quantile(largest);
  const half = deviations.map((deviation) => (deviation === Infinity ? Infinity : threshold * deviation));
  const lows = Float64Array.from(values, (value, i) => value - half[i]!).sort();
  const highs = Float64Array.from(values, (value, i) => value + half[i]!).sort();
  return Array.from(values, (value, i) => ({
    better: lows.length - countUpTo(lows, value + half[i]!),
    worse: countBelow(highs, value - half[i]!),
  }));
}

/**
 * The 95 % quantile of the largest ratios; 200 leave 10 above it. Enlarged for what so few replicates know of the deviations, which they were
 * divided by: the first term of Student's t over the normal, once for the entries and once for the replicates themselves.
 */
function quantile(largest: Float64Array): number {
  const at = Math.min(largest.length, Math.ceil(rankLevel * (largest.length + 1))) - 1;
  const threshold = largest.slice().sort()[at] ?? Infinity;
  return threshold * (1 + (threshold * threshold + 1) / (2 * Math.max(1, largest.length - 1)));
}

const countUpTo = (sorted: Float64Array, bound: number): number => partition(sorted, (value) => value <= bound);
const countBelow = (sorted: Float64Array, bound: number): number => partition(sorted, (value) => value < bound);

/** How many of the sorted values, from the first on, hold. */
function partition(sorted: Float64Array, holds: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(sorted[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
