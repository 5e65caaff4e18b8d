import type { ScoredMetric } from '@unblind/contracts';
import type { Maximum } from './maximum';

/** A metric ready to be evaluated under any weighting of the events. */
export interface PreparedMetric<Weighted> {
  readonly name: string;
  /** True for a distance, which has no interval. */
  readonly isDistance?: boolean;
  /** The definition or convention of the number. */
  readonly note?: string;
  /** Of fewer events of a class there is no interval; 100 by default. */
  readonly fewestEvents?: number;
  /** Why there is no interval, where too few events decide about the value. */
  readonly withoutInterval?: string | undefined;
  /** For ratios of this number of events to those that pass: an infinite value is a result, with its limit. */
  readonly eventsToPass?: number;
  /** The note if the value is infinite or undefined. */
  readonly whyUnscored?: string;
  readonly evaluate: (weighted: Weighted) => number;
  /** The value of a replicate, where it is not that of `evaluate`. */
  readonly replicate?: (weighted: Weighted) => number;
  /** Of a metric whose `evaluate` is a maximum over cuts. */
  readonly maximum?: Maximum<Weighted>;
  /** Makes the result where value or interval are not those of `evaluate` and its replicates, from the unit weights. */
  readonly finish?: (nominal: Weighted, replicates: Float64Array | null) => FinishedMetric;
}

type FinishedMetric = Pick<ScoredMetric, 'value' | 'low' | 'high' | 'replicates' | 'cut'> & { note: string };
