import clsx from 'clsx';
import type { MetricDifference } from '@unblind/contracts';
import { Measured } from '@/features/metrics/measured';
import { MetricLabel } from '@/features/metrics/metric-name';
import { Section } from '@/ui/card';
import { Head, rowLine, Table, Td, Th } from '@/ui/table';

export interface Differing {
  /** The entry that the first one is subtracted from. */
  name: string;
  metrics: readonly MetricDifference[];
}

interface Props {
  first: string;
  others: readonly Differing[];
  metrics: readonly string[];
}

/** What is left of the differences once the fluctuation that entries share, being tried on the same events, has cancelled. */
export function ComparedDifferences({ first, others, metrics }: Props) {
  const names = metrics.flatMap((name) => [name, `worst(${name})`]);
  const find = (other: Differing, name: string) => other.metrics.find((metric) => metric.name === name);
  const shown = names.filter((name) => others.some((other) => find(other, name)));
  if (shown.length === 0) return null;
  return (
    <Section
      title={`Minus ${first}`}
      note="Differences over bootstrap replicates in which the entries have the same events with the same weights, with their 68 % interval and the two-sided probability of no difference. Pale: the interval holds zero."
    >
      <Table caption={`Differences from ${first}`}>
        <Head>
          <Th>Metric</Th>
          {others.map(({ name }) => (
            <Th key={name}>{name}</Th>
          ))}
        </Head>
        <tbody>
          {shown.map((name) => (
            <tr key={name} className={rowLine}>
              <th scope="row" className="py-2.5 pr-3 pl-1 text-left align-top font-medium">
                <MetricLabel name={name} />
              </th>
              {others.map((other) => {
                const metric = find(other, name);
                return (
                  <Td key={other.name} className="whitespace-nowrap">
                    {metric ? <Difference {...metric} /> : '–'}
                  </Td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}

function Difference({ name, difference, low, high, pValue }: MetricDifference) {
  const holdsZero = (low === null || low <= 0) && (high === null || high >= 0);
  return (
    <span className={clsx('inline-flex items-center gap-3', holdsZero && 'text-muted')}>
      <Measured metric={{ name, value: difference, low, high, method: 'paired bootstrap' }} />
      <span className="text-xs text-muted">p = {Number(pValue.toPrecision(2))}</span>
    </span>
  );
}
