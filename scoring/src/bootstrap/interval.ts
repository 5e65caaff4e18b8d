import { oneSigma } from '../intervals/binomial';

/**
 * The central 68 % of a replicate vector: its quantiles at (n + 1) p, between the order statistics (200 replicates: 89 % of the way from the
 * 31st to the 32nd on each side). Another draw from the same distribution lies between them with a chance of 68 %; between the 33rds,
 * which whole order statistics would give, it is 67 %. Next to an infinite replicate a bound is infinite, never NaN.
 *
 * Source: definition 6 of Hyndman and Fan, "Sample quantiles in statistical packages", The American Statistician 50, 361 (1996)
 */
export interface CentralInterval {
  readonly low: number | null;
  readonly high: number | null;
  /** Number of replicates in which the statistic is undefined (NaN); the interval leaves them out. */
  readonly undefinedReplicates: number;
}

/**
 * A bound is null when it is infinite, and both are null when fewer than half of the replicates define the statistic.
 */
export function centralInterval(replicates: Float64Array): CentralInterval {
  const defined = replicates.filter((value) => !Number.isNaN(value)).sort();
  const undefinedReplicates = replicates.length - defined.length;
  if (defined.length === 0 || undefinedReplicates > replicates.length / 2) return { low: null, high: null, undefinedReplicates };
  const { low, high } = centralBounds(defined);
  return { low: finiteOrNull(low), high: finiteOrNull(high), undefinedReplicates };
}

/** The same of sorted values without NaN; may be infinite. */
export function centralBounds(sorted: Float64Array): { low: number; high: number } {
  const tail = (1 - oneSigma) / 2;
  return { low: fromBelow(sorted, tail), high: 0 - fromBelow(sorted.map((value) => -value).reverse(), tail) };
}

/** The value above which 68 % of the replicates lie, as the lower end of an interval that is open above. */
export function lowerLimit(replicates: Float64Array): CentralInterval {
  const defined = replicates.filter((value) => !Number.isNaN(value)).sort();
  const low = finiteOrNull(fromBelow(defined, 1 - oneSigma));
  return { low, high: null, undefinedReplicates: replicates.length - defined.length };
}

/** The quantile of sorted values; of too few for it, the smallest. NaN of none. */
function fromBelow(sorted: Float64Array, share: number): number {
  const position = Math.max(0, share * (sorted.length + 1) - 1);
  const at = Math.min(Math.floor(position), sorted.length - 1);
  const from = sorted[at] ?? NaN;
  const to = sorted[at + 1] ?? from;
  if (from === to) return from;
  return Number.isFinite(from) ? from + (position - at) * (to - from) : from;
}

/** Below so many units their draws are too few different ones for quantiles. */
const fewUnits = 20;

/** The interval of a block bootstrap: of few units the standard deviation of the replicates on both sides of the value. */
export function intervalOfUnits(value: number, replicates: Float64Array, units: number): CentralInterval {
  const central = centralInterval(replicates);
  if (units >= fewUnits || central.undefinedReplicates > 0 || !replicates.every(Number.isFinite)) return central;
  const deviation = Math.sqrt(replicates.reduce((sum, replicate) => sum + (replicate - value) ** 2, 0) / replicates.length);
  return { low: value - deviation, high: value + deviation, undefinedReplicates: 0 };
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
