import type { ScoredMetric } from '@unblind/contracts';
import { poissonBootstrap } from '../bootstrap/poisson-bootstrap';
import { scoredMetric } from '../bootstrap/scored-metric';
import { replicatesWithoutEvents } from '../intervals/no-events';
import type { PreparedMetric } from './prepared-metric';
import { quotedAt } from './quoted-at';
import type { ScoringContext } from './types';

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
  const ones = new Uint8Array(events.length).fill(1);
  const nominal = weigh(ones);
  const values = metrics.map((metric) => metric.evaluate(nominal));
  const { seed, replicates } = context;
  const vectors = poissonBootstrap({ seed, replicates, events, statistics: metrics.length }, (weights) => {
    const weighted = weigh(weights);
    return metrics.map((metric) => (metric.replicate ?? metric.evaluate)(weighted));
  });
  return metrics.map(({ name, isDistance, note, whyUnscored, eventsToPass, withoutInterval, finish }, i) => {
    const made = replicates > 0 ? vectors[i]! : null;
    if (finish) return bounded({ name, method: 'poisson-bootstrap', ...finish(weigh(ones), made) }, withoutInterval);
    const value = values[i]!;
    if (value === Infinity && eventsToPass !== undefined) vectors[i] = replicatesWithoutEvents(eventsToPass, replicates, seed);
    const scored = scoredMetric({
      name,
      value,
      replicates: replicates > 0 ? vectors[i]! : null,
      method: 'poisson-bootstrap',
      isDistance,
      mayBeInfinite: eventsToPass !== undefined,
      note,
      whyUnscored,
    });
    return bounded(scored, withoutInterval);
  });
}

/** Without its bounds where they would not cover; replicates stay, for differences. */
function bounded(metric: ScoredMetric, withoutInterval: string | undefined): ScoredMetric {
  if (withoutInterval === undefined || (metric.low === null && metric.high === null)) return metric;
  return { ...metric, low: null, high: null, note: [metric.note, withoutInterval].filter((text) => text !== undefined).join(' ') };
}

/** Of fewer events of a class, intervals by the bootstrap are too narrow. */
const fewestEvents = 100;

/**
 * The metrics as they are scored on so many events of each class: of few, without intervals. A rejection keeps its own, which is ruled by how
 * many events pass.
 */
export function forClasses<Weighted>(metrics: readonly PreparedMetric<Weighted>[], classOf: Uint8Array): PreparedMetric<Weighted>[] {
  const counts = new Uint32Array(256);
  for (const label of classOf) counts[label]!++;
  const fewest = counts.reduce((least, count) => (count > 0 && count < least ? count : least), Infinity);
  return metrics.map((metric) => {
    const { eventsToPass, fewestEvents: wanted = fewestEvents, withoutInterval } = metric;
    if (eventsToPass !== undefined || withoutInterval !== undefined || fewest >= wanted) return metric;
    return { ...metric, withoutInterval: `Fewer than ${wanted} events of a class: no interval.` };
  });
}
