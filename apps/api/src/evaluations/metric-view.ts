import { inJson } from '@unblind/contracts';
import type { MetricPart, MetricValue } from '@unblind/contracts';
import type { Metric } from '@unblind/database';
import { roundMetric } from '@unblind/scoring';

/** @param inUse whether the viewer may not yet see numbers of the diagnostic part in full, because its truth is in use */
export function metricView(
  { name, part, value, low, high, method, note }: Omit<Metric, 'replicates'>,
  inUse: boolean,
): MetricValue & { part: MetricPart } {
  const view = inJson({ name, part, value, low, high, method, ...(note === null ? {} : { note }) });
  return inUse && part === 'diagnostic' ? roundMetric(view) : view;
}
