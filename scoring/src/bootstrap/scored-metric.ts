import type { ScoredMetric } from '@unblind/contracts';
import { type CentralInterval, intervalOfUnits, lowerLimit } from './interval';

const none = new Float64Array(0);

/** A metric before its interval is computed. `value` may be infinite or NaN, which boards cannot show. */
export interface MeasuredMetric {
  readonly name: string;
  readonly value: number;
  readonly replicates: Float64Array | null;
  /** The number of units that a block bootstrap draws from. */
  readonly units?: number;
  /** How the replicates were made. */
  readonly method: 'poisson-bootstrap' | 'block-bootstrap';
  /**
   * True where an infinite value is a result, the best one: a ratio to a count that is zero. It is kept, with the one-sided 68 % limit
   * that its replicates give as its lower bound; elsewhere it is unscored.
   */
  readonly mayBeInfinite?: boolean;
  /**
   * True for a distance that is never negative and enlarged by noise, that of the events as that of resampling: no interval of it covers near
   * 0, and none of a difference. So it has neither interval nor replicates.
   */
  readonly isDistance?: boolean;
  /** The definition or convention of the number. */
  readonly note?: string;
  /** The note if the value is infinite or undefined. */
  readonly whyUnscored?: string;
}

/**
 * Value and 68 % interval of a metric. An undefined value becomes null (unscored, sorted last), and so does an infinite one unless
 * `mayBeInfinite`; the note says why, and the replicates are kept. A bound is null if the percentile is infinite.
 */
export function scoredMetric(measured: MeasuredMetric): ScoredMetric {
  const { name, value, replicates, method, isDistance = false, mayBeInfinite = false, units = Infinity } = measured;
  const isInfinite = mayBeInfinite && value === Infinity;
  const scored = Number.isFinite(value) || isInfinite;
  const vector = isDistance ? none : (replicates ?? none);
  const central = intervalOfUnits(value, vector, vector.length > 0 ? units : Infinity);
  const interval = isInfinite ? lowerLimit(vector) : central;
  const notes = notesOf(measured, interval);
  return {
    name,
    value: scored ? value : null,
    low: interval.low,
    high: interval.high,
    method,
    ...(notes.length > 0 ? { note: notes.join(' ') } : {}),
    replicates: isDistance ? null : replicates && vector,
  };
}

function notesOf({ note, isDistance, value, whyUnscored, replicates }: MeasuredMetric, interval: CentralInterval): string[] {
  const { undefinedReplicates } = interval;
  return [
    note,
    isDistance ? 'Noise alone makes it larger than 0: no interval.' : undefined,
    Number.isFinite(value) ? undefined : (whyUnscored ?? `${Number.isNaN(value) ? 'Undefined' : 'Infinite'} on these data.`),
    undefinedReplicates > 0
      ? `Undefined in ${undefinedReplicates} of ${replicates?.length} replicates, which the interval leaves out.`
      : undefined,
  ].filter((text) => text !== undefined);
}
