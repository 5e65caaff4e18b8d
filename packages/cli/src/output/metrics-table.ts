import { describeMetric, flagOf, measuredText, orderText, plainText } from '@unblind/contracts';
import type { ChallengeKind, MetricValue } from '@unblind/contracts';
import { table } from './output';

/** A table of metrics with their titles, values, which direction is better, and the method of their intervals. */
export function metricsTable(kind: ChallengeKind, metrics: readonly MetricValue[]): string {
  const rows = metrics.map((metric) => {
    const { title, order } = describeMetric(kind, metric.name);
    return [metric.name, plainText(title), measuredText(metric), order ? orderText(order) : '', metric.method];
  });
  const flags = metrics.flatMap((metric) => flagOf(metric) ?? []);
  return [table(['metric', 'title', 'value', 'better', 'interval method'], rows), ...flags.map((flag) => `warning: ${flag}`)].join('\n');
}
