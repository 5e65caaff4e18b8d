import type { ReactNode } from 'react';
import { derivedMetric } from '@unblind/contracts';
import type { ChallengeKind, MetricPart } from '@unblind/contracts';
import { MetricLabel } from '@/features/metrics/metric-name';
import { PartName } from '@/features/metrics/part-name';
import { Head, rowLine, Table, Td, Th } from '@/ui/table';

/** Each metric, followed by its value under the worst shift. */
export function withWorstCases(metrics: readonly string[]): string[] {
  return metrics.flatMap((name) => [name, derivedMetric('worst', name)]);
}

interface Props {
  kind: ChallengeKind;
  caption: string;
  columns: readonly { key: string; head: ReactNode }[];
  /** The metrics, one row each. */
  metrics: readonly string[];
  /** The part of the split that a metric was computed on. */
  partOf: (metric: string) => MetricPart | undefined;
  /** The content of a cell; null if the entry does not have the metric. */
  cell: (column: number, metric: string) => ReactNode;
}

/** One column for each entry, one row for each metric. */
export function EntriesTable({ kind, caption, columns, metrics, partOf, cell }: Props) {
  return (
    <Table caption={caption}>
      <Head>
        <Th>Metric</Th>
        {columns.map(({ key, head }) => (
          <Th key={key}>{head}</Th>
        ))}
      </Head>
      <tbody>
        {metrics.map((name) => (
          <tr key={name} className={rowLine}>
            <th scope="row" className="py-2.5 pr-3 pl-1 text-left align-top font-medium">
              <MetricLabel kind={kind} name={name} />
              <PartName part={partOf(name)} />
            </th>
            {columns.map(({ key }, column) => (
              <Td key={key} className="whitespace-nowrap">
                {cell(column, name) ?? '–'}
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
