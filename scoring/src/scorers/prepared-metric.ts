import type { ScoredMetric } from '@unblind/contracts';
import { poissonBootstrap } from '../bootstrap/poisson-bootstrap';
import { scoredMetric } from '../bootstrap/scored-metric';
import { replicatesWithoutEvents } from '../intervals/no-events';
import { quotedAt, type Maximum } from './maximum';
import type { ScoringContext } from './types';

/** A metric ready to be evaluated under any weighting of the events. */
export interface PreparedMetric<Weighted> {
  readonly name: string;
  /** True if resampling enlarges the metric, so that its interval is centred on the value. */
  readonly isDistance?: boolean;
  /** The definition or convention of the number. */
  readonly note?: string;
  /** For ratios of this number of events to those that pass: an infinite value is a result, with its limit. */
  readonly eventsToPass?: number;
  /** The note if the value is infinite or undefined. */
  readonly whyUnscored?: string;
  readonly evaluate: (weighted: Weighted) => number;
  /** Of a metric whose `evaluate` is a maximum over cuts. */
  readonly maximum?: Maximum<Weighted>;
  /** Makes the result where value or interval are not those of `evaluate` and its replicates, from the unit weights. */
  readonly finish?: (nominal: Weighted, replicates: Float64Array | null) => FinishedMetric;
}

type FinishedMetric = Pick<ScoredMetric, 'value' | 'low' | 'high' | 'replicates' | 'cut'> & { note: string };

/**
 * Values with unit weights, and their 68 % intervals from the Poisson bootstrap.
 *
 * @param events the event at each position of the weights
 * @param weigh makes the input of the metrics from the weights by position
 */
export function scorePrepared<Weighted>(
  prepared: readonly PreparedMetric<Weighted>[],
  events: Uint32Array,
  weigh: (weights: Uint8Array) => Weighted,
  context: ScoringContext,
): ScoredMetric[] {
  const metrics = prepared.map((metric) => quotedAt(metric, context.cuts?.[metric.name]));
  const evaluate = (weights: Uint8Array) => {
    const weighted = weigh(weights);
    return metrics.map((metric) => metric.evaluate(weighted));
  };
  const ones = new Uint8Array(events.length).fill(1);
  const values = evaluate(ones);
  const { seed, replicates } = context;
  const vectors = poissonBootstrap({ seed, replicates, events, statistics: metrics.length }, evaluate);
  return metrics.map(({ name, isDistance, note, whyUnscored, eventsToPass, finish }, i) => {
    const made = replicates > 0 ? vectors[i]! : null;
    if (finish) return { name, method: 'poisson-bootstrap', ...finish(weigh(ones), made) };
    const value = values[i]!;
    if (value === Infinity && eventsToPass !== undefined) vectors[i] = replicatesWithoutEvents(eventsToPass, replicates, seed);
    return scoredMetric({
      name,
      value,
      replicates: replicates > 0 ? vectors[i]! : null,
      method: 'poisson-bootstrap',
      isDistance,
      mayBeInfinite: eventsToPass !== undefined,
      note,
      whyUnscored,
    });
  });
}
