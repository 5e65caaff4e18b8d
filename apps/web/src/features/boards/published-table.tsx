import { formatCompact } from '@unblind/contracts';
import type { BoardView, ChallengeKind, PublishedResult } from '@unblind/contracts';
import { Measured } from '@/features/metrics/measured';
import { MetricLabel } from '@/features/metrics/metric-name';
import { linkOf } from './source-link';
import { Section } from '@/ui/section';
import { Head, rowLine, Table, Td, Th } from '@/ui/table';

interface Props {
  kind: ChallengeKind;
  view: BoardView;
  metrics: readonly string[];
  /** The metric of the challenge's first board: the published uncertainty is the uncertainty of this metric. */
  primary: string | undefined;
}

/** Results quoted from papers, kept apart from the measured ones. */
export function PublishedTable({ kind, view: { published, simulated }, metrics, primary }: Props) {
  if (published.length === 0) return null;
  const datasets = [...new Set(published.flatMap(({ dataset }) => dataset ?? []))];
  const [only, ...others] = datasets;
  const where = only !== undefined && others.length === 0 ? `on the ${only} data set` : 'from papers';
  const shown = metrics.filter((name) => published.some((result) => typeof result[name] === 'number'));
  return (
    <Section
      title={`Published, ${where}${simulated ? ': not comparable with the simulated data' : ''}`}
      note="Taken from the cited papers, not measured by this platform. The uncertainties are those of the papers."
    >
      <Table caption="Published results" className="text-muted">
        <Head>
          <Th>Method</Th>
          {shown.map((name) => (
            <Th key={name}>
              <MetricLabel kind={kind} name={name} short />
            </Th>
          ))}
          {datasets.length > 1 && <Th>Data</Th>}
          <Th className="text-right">Parameters</Th>
          <Th>Source</Th>
        </Head>
        <tbody>
          {published.map((result) => (
            <tr key={`${result.name} ${result.source}`} className={rowLine}>
              <th scope="row" className="px-3 py-2.5 pl-1 text-left font-medium">
                {result.name}
              </th>
              {shown.map((name) => (
                <Td key={name}>
                  <Published result={result} name={name} error={name === primary ? (result.error ?? null) : null} />
                </Td>
              ))}
              {datasets.length > 1 && <Td>{result.dataset}</Td>}
              <Td className="text-right">{result.parameters === undefined ? '–' : formatCompact(result.parameters)}</Td>
              <Td className="whitespace-nowrap">
                <Source source={result.source} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}

function Published({ result, name, error }: { result: PublishedResult; name: string; error: number | null }) {
  const value = result[name];
  if (typeof value !== 'number') return <>–</>;
  if (error === null) return <>{value.toLocaleString('en-GB', { maximumFractionDigits: 6 })}</>;
  return <Measured metric={{ name, value, low: value - error, high: value + error, method: 'published' }} />;
}

/** 'arXiv:1902.09914, table 1' with its identifier linked. */
function Source({ source }: { source: string }) {
  const { identifier, href } = linkOf(source);
  if (!href) return <>{source}</>;
  return (
    <>
      <a href={href} rel="noreferrer external" className="link">
        {identifier}
      </a>
      {source.slice(identifier.length)}
    </>
  );
}
