import clsx from 'clsx';
import type { ChallengeKind, MetricDifference } from '@unblind/contracts';
import { Measured } from '@/features/metrics/measured';
import { Section } from '@/ui/card';
import { EntriesTable, withWorstCases } from './entries-table';

export interface Differing {
  /** The entry that the first one is subtracted from. */
  name: string;
  metrics: readonly MetricDifference[];
}

interface Props {
  kind: ChallengeKind;
  first: string;
  others: readonly Differing[];
  metrics: readonly string[];
}

/** What is left of the differences once the fluctuation that entries share, being tried on the same events, has cancelled. */
export function ComparedDifferences({ kind, first, others, metrics }: Props) {
  const find = (other: Differing | undefined, name: string) => other?.metrics.find((metric) => metric.name === name);
  const shown = withWorstCases(metrics).filter((name) => others.some((other) => find(other, name)));
  if (shown.length === 0) return null;
  return (
    <Section
      title={`Minus ${first}`}
      note="Differences over bootstrap replicates in which the entries have the same events with the same weights, with their 68 % interval and the two-sided probability of no difference. Pale: the interval holds zero."
    >
      <EntriesTable
        kind={kind}
        caption={`Differences from ${first}`}
        columns={others.map(({ name }) => ({ key: name, head: name }))}
        metrics={shown}
        cell={(column, name) => {
          const metric = find(others[column], name);
          return metric ? <Difference {...metric} /> : null;
        }}
      />
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
