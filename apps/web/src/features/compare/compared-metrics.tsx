import Link from 'next/link';
import type { EvaluationView, SubmissionView } from '@unblind/contracts';
import { Measured } from '@/features/metrics/measured';
import { MetricLabel } from '@/features/metrics/metric-name';
import { Head, rowLine, Table, Td, Th } from '@/ui/table';

export interface Compared {
  submission: SubmissionView;
  evaluation: EvaluationView;
}

/** One column for each entry, one row for each metric: nominal, then under the worst shift where that is reported. */
export function ComparedMetrics({ compared, metrics }: { compared: readonly Compared[]; metrics: readonly string[] }) {
  const names = metrics.flatMap((name) => [name, `worst(${name})`]);
  const find = ({ evaluation }: Compared, name: string) =>
    evaluation.metrics.find((metric) => metric.name === name && metric.variation === 'nominal');
  const shown = names.filter((name) => compared.some((entry) => typeof find(entry, name)?.value === 'number'));
  return (
    <Table caption="Metrics side by side">
      <Head>
        <Th>Metric</Th>
        {compared.map(({ submission }) => (
          <Th key={submission.id}>
            <Link href={`/submissions/${submission.id}`} className="link">
              {submission.method}
            </Link>
            <span className="block text-xs font-normal text-muted">{submission.participant.handle}</span>
          </Th>
        ))}
      </Head>
      <tbody>
        {shown.map((name) => (
          <tr key={name} className={rowLine}>
            <th scope="row" className="py-2.5 pr-3 pl-1 text-left align-top font-medium">
              <MetricLabel name={name} />
            </th>
            {compared.map((entry) => {
              const metric = find(entry, name);
              return (
                <Td key={entry.submission.id} className="whitespace-nowrap">
                  {metric ? <Measured metric={metric} /> : '–'}
                </Td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
