import { describeMetric, measuredText, orderText, plainText } from '@unblind/contracts';
import type { ChallengeKind, MetricValue } from '@unblind/contracts';
import { table } from './output';

/** Metrics with what they are called, which way they are better, and where their intervals come from. */
export function metricsTable(kind: ChallengeKind, metrics: readonly MetricValue[]): string {
  const rows = metrics.map((metric) => {
    const { title, order } = describeMetric(kind, metric.name);
    return [metric.name, plainText(title), measuredText(metric), order ? orderText(order) : '', metric.method];
  });
  return table(['metric', 'title', 'value', 'better', 'interval by'], rows);
}
