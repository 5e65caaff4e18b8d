import Link from 'next/link';
import { drawnAt, formatBytes, formatCompact, staticCosts } from '@unblind/contracts';
import type { ChallengeKind, LandscapeView, MetricValue } from '@unblind/contracts';
import { MeasuredBrief } from '@/features/metrics/measured';
import { MetricLabel } from '@/features/metrics/metric-name';
import { PartName } from '@/features/metrics/part-name';
import { Badge } from '@/ui/badge';
import { Head, rowLine, Table, Td, Th } from '@/ui/table';

/** Measured costs that get a column of their own. */
const measured = ['throughput.ratio', 'latency.p50', 'memory.bytes'];

/** The numbers of the figure as a table, with measured and static costs. */
export function LandscapeTable({ kind, view }: { kind: ChallengeKind; view: LandscapeView }) {
  const columns = measured.filter(
    (name) => name !== view.x.name && view.points.some((point) => point.measured.some((metric) => metric.name === name)),
  );
  return (
    <Table caption="Quality and cost of each entry">
      <Head>
        <Th>Method</Th>
        <Th>
          <MetricLabel kind={kind} name={view.y.name} short />
          <PartName part={view.points[0]?.y.part} />
        </Th>
        {!isStatic(view.x.name) && (
          <Th>
            <MetricLabel kind={kind} name={view.x.name} short />
          </Th>
        )}
        {columns.map((name) => (
          <Th key={name}>
            <MetricLabel kind={kind} name={name} short />
          </Th>
        ))}
        <Th className="text-right">Parameters</Th>
        <Th className="text-right">FLOPs per sample</Th>
        <Th className="text-right">File</Th>
      </Head>
      <tbody>
        {view.points.map((point) => (
          <tr key={point.evaluationId} className={rowLine}>
            <th scope="row" className="min-w-40 px-2.5 py-2.5 pl-1 text-left align-top font-normal">
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <Link href={`/submissions/${point.submissionId}`} className="font-medium hover:underline">
                  {point.method}
                </Link>
                {point.onFront && <Badge tone="accent">Front</Badge>}
                {point.baseline && <Badge>Baseline</Badge>}
              </span>
              {point.hardware && <span className="block text-xs text-muted">Timed on {point.hardware}</span>}
            </th>
            <Td>
              <MeasuredBrief metric={point.y} />
            </Td>
            {!isStatic(view.x.name) && <Td>{brief(point.x)}</Td>}
            {columns.map((name) => (
              <Td key={name}>{brief(point.measured.find((metric) => metric.name === name))}</Td>
            ))}
            <Td className="text-right">{point.parameters === null ? '–' : formatCompact(point.parameters)}</Td>
            <Td className="text-right">{point.flops === null ? '–' : formatCompact(point.flops)}</Td>
            <Td className="text-right whitespace-nowrap">{point.modelBytes === null ? '–' : formatBytes(point.modelBytes)}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

const isStatic = (name: string): boolean => staticCosts.some((cost) => cost === name);

function brief(metric: MetricValue | undefined) {
  return metric === undefined || drawnAt(metric) === null ? '–' : <MeasuredBrief metric={metric} />;
}
