import type { ScoredMetric } from '@unblind/contracts';
import { aboveZero, type CentralInterval, centredOn, intervalOfUnits, lowerLimit } from './interval';

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
   * True for a distance that is never negative and enlarged by resampling; its replicates are moved onto the value, so that intervals,
   * differences and means of them are. They may be negative.
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
  const vector = isDistance ? centredOn(value, replicates ?? none) : (replicates ?? none);
  const central = intervalOfUnits(value, vector, vector.length > 0 ? units : Infinity);
  const interval = isInfinite ? lowerLimit(vector) : isDistance ? aboveZero(central) : central;
  const notes = notesOf(measured, interval);
  return {
    name,
    value: scored ? value : null,
    low: interval.low,
    high: interval.high,
    method,
    ...(notes.length > 0 ? { note: notes.join(' ') } : {}),
    replicates: replicates && vector,
  };
}

function notesOf({ note, isDistance, value, whyUnscored, replicates }: MeasuredMetric, interval: CentralInterval): string[] {
  const { low, undefinedReplicates } = interval;
  return [
    note,
    isDistance && low !== null ? 'Interval of the replicates, moved onto the value.' : undefined,
    Number.isFinite(value) ? undefined : (whyUnscored ?? `${Number.isNaN(value) ? 'Undefined' : 'Infinite'} on these data.`),
    undefinedReplicates > 0
      ? `Undefined in ${undefinedReplicates} of ${replicates?.length} replicates, which the interval leaves out.`
      : undefined,
  ].filter((text) => text !== undefined);
}
