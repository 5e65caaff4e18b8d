import { drawnAt, nominal as unshifted } from '@unblind/contracts';
import type { ChallengeKind, EvaluationView } from '@unblind/contracts';
import { Lowered } from '@/features/metrics/lowered';
import { Measured, MeasuredBrief } from '@/features/metrics/measured';
import { MetricLabel } from '@/features/metrics/metric-name';
import { PartName } from '@/features/metrics/part-name';
import { Head, rowLine, Table, Td, Th } from '@/ui/table';

const intervalMethods: Record<string, string> = {
  'poisson-bootstrap': 'Poisson bootstrap',
  binomial: 'binomial',
  'block-bootstrap': 'block bootstrap',
  'order-statistics': 'order statistics',
};

interface Props {
  kind: ChallengeKind;
  metrics: EvaluationView['metrics'];
  order: readonly string[];
}

/** Every metric of the nominal run, in the challenge's order, with its interval and the interval's method, or the reason for a missing value. */
export function MetricsTable({ kind, metrics, order }: Props) {
  const nominal = order.flatMap((name) => metrics.filter((metric) => metric.variation === unshifted && metric.name === name));
  return (
    <Table caption="Metrics with 68 % intervals">
      <Head>
        <Th>Metric</Th>
        <Th>Value</Th>
        <Th>Interval method</Th>
      </Head>
      <tbody>
        {nominal.map((metric) => (
          <tr key={`${metric.part} ${metric.name}`} className={rowLine}>
            <th scope="row" className="py-2.5 pr-3 pl-1 text-left align-top font-medium">
              <MetricLabel kind={kind} name={metric.name} />
              <PartName part={metric.part} />
              {metric.note && (
                <span className="block text-xs font-normal text-muted">
                  <Lowered text={metric.note} />
                </span>
              )}
            </th>
            <Td className="whitespace-nowrap">
              {drawnAt(metric) === null ? <MeasuredBrief metric={metric} /> : <Measured metric={metric} />}
            </Td>
            <Td className="text-muted">
              {metric.low === null && metric.high === null ? 'none' : (intervalMethods[metric.method] ?? metric.method)}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
