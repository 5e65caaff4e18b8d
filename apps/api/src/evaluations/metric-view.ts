import type { MetricPart, MetricValue } from '@unblind/contracts';
import type { Metric } from '@unblind/database';

export function metricView({ name, part, value, low, high, method, note }: Omit<Metric, 'replicates'>): MetricValue & { part: MetricPart } {
  return { name, part, value, low, high, method, ...(note === null ? {} : { note }) };
}
