import { derivedMetric, nominal } from '@unblind/contracts';
import type { ChallengeKind, EvaluationView, MetricValue, Variation } from '@unblind/contracts';
import { MeasuredBrief } from '@/features/metrics/measured';
import { MetricLabel } from '@/features/metrics/metric-name';
import { Head, rowLine, Table, Td, Th } from '@/ui/table';

interface Props {
  kind: ChallengeKind;
  metrics: EvaluationView['metrics'];
  order: readonly string[];
  variations: readonly Variation[];
}

/** Metrics by systematic shift, with the change under each shift, the sum in quadrature and the worst case. Not shown without shifts. */
export function VariationMatrix({ kind, metrics, order, variations }: Props) {
  const find = (name: string, variation: string = nominal) =>
    metrics.find((metric) => metric.name === name && metric.variation === variation);
  const run = variations.filter(({ id }) => metrics.some(({ variation }) => variation === id));
  const columns = order.filter((name) => find(name));
  if (run.length === 0) return null;
  return (
    <Table caption="Metrics under each systematic shift">
      <Head>
        <Th>Shift</Th>
        {columns.map((name) => (
          <Th key={name}>
            <MetricLabel kind={kind} name={name} short />
          </Th>
        ))}
      </Head>
      <tbody>
        <Row title="Nominal" cells={columns.map((name) => ({ name, metric: find(name) }))} />
        {run.map(({ id, title }) => (
          <Row key={id} title={title ?? id} cells={columns.map((name) => ({ name, metric: find(name, id), nominal: find(name) }))} />
        ))}
        <Row strong title="Worst case" cells={columns.map((name) => ({ name, metric: find(derivedMetric('worst', name)) }))} />
        <Row
          strong
          title="In quadrature"
          cells={columns.map((name) => ({ name, metric: find(derivedMetric('quadrature', name)), isShare: true }))}
        />
      </tbody>
    </Table>
  );
}

interface Cell {
  name: string;
  metric?: MetricValue | undefined;
  nominal?: MetricValue | undefined;
  isShare?: boolean;
}

function Row({ title, cells, strong = false }: { title: string; cells: readonly Cell[]; strong?: boolean }) {
  return (
    <tr className={strong ? 'border-t border-ink' : rowLine}>
      <th scope="row" className="min-w-44 py-2.5 pr-3 pl-1 text-left align-top font-medium">
        {title}
      </th>
      {cells.map(({ name, metric, nominal, isShare }) => (
        <Td key={name} className="whitespace-nowrap">
          {!metric ? '–' : isShare ? <Share metric={metric} /> : <MeasuredBrief metric={metric} />}
          {metric && nominal && <Change from={nominal.value} to={metric.value} />}
        </Td>
      ))}
    </tr>
  );
}

function Share({ metric }: { metric: MetricValue }) {
  return metric.value === null ? <MeasuredBrief metric={metric} /> : <span title={metric.note}>{percent(metric.value)}</span>;
}

function Change({ from, to }: { from: number | null; to: number | null }) {
  if (from === null || to === null || from === 0) return null;
  const change = to / from - 1;
  return (
    <span className="block text-xs text-muted">
      {change > 0 ? '+' : change < 0 ? '−' : '±'}
      {percent(Math.abs(change))}
    </span>
  );
}

/** A percentage with about two significant digits and, if that suffices, at most one decimal. */
function percent(share: number): string {
  const value = 100 * share;
  return `${value >= 9.95 ? value.toFixed(0) : value >= 0.095 || value === 0 ? value.toFixed(1) : value.toPrecision(1)} %`;
}
