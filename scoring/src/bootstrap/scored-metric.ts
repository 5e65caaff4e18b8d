import type { ScoredMetric } from '@unblind/contracts';
import { centralInterval, centredInterval } from './interval';

/** A metric before its interval is computed. `value` may be infinite or NaN, which boards cannot show. */
export interface MeasuredMetric {
  readonly name: string;
  readonly value: number;
  readonly replicates: Float64Array | null;
  /** How the replicates were made. */
  readonly method: 'poisson-bootstrap' | 'block-bootstrap';
  /** True for a distance that is never negative and enlarged by resampling; its interval is centred on the value. */
  readonly isDistance?: boolean;
  /** The definition or convention of the number. */
  readonly note?: string;
  /** The note if the value is infinite or undefined. */
  readonly whyUnscored?: string;
}

/**
 * Value and 68 % interval of a metric. An infinite or undefined value becomes null (unscored, sorted last), and its note says why; its
 * replicates are kept. A bound is null if the percentile is infinite.
 */
export function scoredMetric({ name, value, replicates, method, isDistance = false, note, whyUnscored }: MeasuredMetric): ScoredMetric {
  const scored = Number.isFinite(value);
  const vector = replicates ?? new Float64Array(0);
  const interval = isDistance ? centredInterval(value, vector) : centralInterval(vector);
  const notes = [
    note,
    isDistance && interval.low !== null ? 'Interval of the replicates, moved onto the value.' : undefined,
    scored ? undefined : (whyUnscored ?? (Number.isNaN(value) ? 'Undefined on these data.' : 'Infinite on these data.')),
    interval.undefinedReplicates > 0
      ? `Undefined in ${interval.undefinedReplicates} of ${replicates?.length} replicates, which the interval leaves out.`
      : undefined,
  ].filter((text) => text !== undefined);
  return {
    name,
    value: scored ? value : null,
    low: interval.low,
    high: interval.high,
    method,
    ...(notes.length > 0 ? { note: notes.join(' ') } : {}),
    replicates,
  };
}
