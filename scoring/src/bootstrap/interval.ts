/**
 * The central 68 % of a replicate vector: the floor(0.16 n) smallest and as many largest are dropped, the bounds are
 * the extremes of what is left (200 replicates: 32 on each side). Order statistics, never interpolated, so that an
 * infinite replicate does not turn its neighbours into NaN.
 */
export interface CentralInterval {
  readonly low: number | null;
  readonly high: number | null;
  /** Number of replicates in which the statistic is undefined (NaN); the interval leaves them out. */
  readonly undefinedReplicates: number;
}

const tail = 0.16;

/**
 * A bound is null when it is infinite, and both are null when fewer than half of the replicates define the statistic.
 */
export function centralInterval(replicates: Float64Array): CentralInterval {
  const defined = replicates.filter((value) => !Number.isNaN(value)).sort();
  const undefinedReplicates = replicates.length - defined.length;
  if (defined.length === 0 || undefinedReplicates > replicates.length / 2) return { low: null, high: null, undefinedReplicates };
  const dropped = droppedPerSide(defined.length);
  return {
    low: finiteOrNull(defined[dropped]!),
    high: finiteOrNull(defined[defined.length - 1 - dropped]!),
    undefinedReplicates,
  };
}

/** The value above which 68 % of the replicates lie, as the lower end of an interval that is open above. */
export function lowerLimit(replicates: Float64Array): CentralInterval {
  const defined = replicates.filter((value) => !Number.isNaN(value)).sort();
  const low = finiteOrNull(defined[Math.floor(2 * tail * defined.length)] ?? NaN);
  return { low, high: null, undefinedReplicates: replicates.length - defined.length };
}

export function droppedPerSide(count: number): number {
  return Math.floor(tail * count);
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
