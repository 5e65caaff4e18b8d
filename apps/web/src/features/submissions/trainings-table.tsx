import { derivedMetric, nominal, trainingNumber, trainingVariation } from '@unblind/contracts';
import type { ChallengeKind, EvaluationView } from '@unblind/contracts';
import { MeasuredBrief } from '@/features/metrics/measured';
import { MetricLabel } from '@/features/metrics/metric-name';
import { Head, rowLine, Table, Td, Th } from '@/ui/table';

interface Props {
  kind: ChallengeKind;
  metrics: EvaluationView['metrics'];
  order: readonly string[];
}

/** The metrics of each training of a method, their mean, spread and ensemble. Not shown for a single training. */
export function TrainingsTable({ kind, metrics, order }: Props) {
  const find = (name: string, variation: string) => metrics.find((metric) => metric.name === name && metric.variation === variation);
  const seeds = [...new Set(metrics.map(({ variation }) => variation))]
    .flatMap((variation) => trainingNumber(variation) ?? [])
    .sort((a, b) => a - b);
  const columns = order.filter((name) => find(name, nominal));
  if (seeds.length === 0) return null;
  const rows = [
    ...seeds.map((seed) => ({ title: `Training ${seed}`, of: (name: string) => find(name, trainingVariation(seed)) })),
    { title: 'Mean', of: (name: string) => find(name, nominal) },
    { title: 'Spread', of: (name: string) => find(derivedMetric('spread', name), nominal) },
    { title: 'Ensemble', of: (name: string) => find(derivedMetric('ensemble', name), nominal) },
  ];
  return (
    <Table caption="Metrics of each training">
      <Head>
        <Th>Training</Th>
        {columns.map((name) => (
          <Th key={name}>
            <MetricLabel kind={kind} name={name} short />
          </Th>
        ))}
      </Head>
      <tbody>
        {rows.map(({ title, of }) => (
          <tr key={title} className={title === 'Mean' ? 'border-t border-ink' : rowLine}>
            <th scope="row" className="py-2.5 pr-3 pl-1 text-left font-medium">
              {title}
            </th>
            {columns.map((name) => {
              const metric = of(name);
              return <Td key={name}>{metric ? <MeasuredBrief metric={metric} /> : '–'}</Td>;
            })}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
