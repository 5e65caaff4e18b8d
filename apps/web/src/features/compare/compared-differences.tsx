import clsx from 'clsx';
import { pValueText } from '@unblind/contracts';
import type { ChallengeKind, MetricDifference } from '@unblind/contracts';
import { Measured } from '@/features/metrics/measured';
import { Section } from '@/ui/section';
import { EntriesTable, withWorstCases } from './entries-table';

export interface Differing {
  /** The entry from which the first entry is subtracted. */
  name: string;
  metrics: readonly MetricDifference[];
}

interface Props {
  kind: ChallengeKind;
  first: string;
  others: readonly Differing[];
  metrics: readonly string[];
}

/** Paired differences: all entries are evaluated on the same events, so their common fluctuation cancels. */
export function ComparedDifferences({ kind, first, others, metrics }: Props) {
  const find = (other: Differing | undefined, name: string) =>
    other?.metrics.find((metric) => metric.name === name && metric.part !== 'ranking');
  const shown = withWorstCases(metrics).filter((name) => others.some((other) => find(other, name)));
  if (shown.length === 0) return null;
  return (
    <Section
      title={`Difference from ${first}`}
      note="Each bootstrap replicate gives both entries the same events with the same weights. Shown are the difference with its 68 % interval and the two-sided p-value for no difference. Pale and not distinguishable: the interval contains zero."
    >
      <EntriesTable
        kind={kind}
        caption={`Differences from ${first}`}
        columns={others.map(({ name }) => ({ key: name, head: name }))}
        metrics={shown}
        partOf={(name) => others.flatMap((other) => find(other, name)?.part ?? [])[0]}
        cell={(column, name) => {
          const metric = find(others[column], name);
          return metric ? <Difference {...metric} /> : null;
        }}
      />
    </Section>
  );
}

function Difference({ name, difference, low, high, pValue, leastPValue }: MetricDifference) {
  const hasInterval = low !== null || high !== null;
  const containsZero = hasInterval && (low === null || low <= 0) && (high === null || high >= 0);
  return (
    <span className={clsx('inline-flex items-center gap-3', containsZero && 'text-muted')}>
      {difference === null ? (
        <span>
          infinite; its limit differs by {brief(low)} to {brief(high)}
        </span>
      ) : (
        <Measured metric={{ name, value: difference, low, high, method: 'paired bootstrap' }} />
      )}
      <span className="text-xs text-muted">
        {pValueText(pValue, leastPValue)}
        {containsZero && ', not distinguishable'}
        {!hasInterval && ', too few events for an interval'}
      </span>
    </span>
  );
}

const brief = (bound: number | null): string => (bound === null ? '∞' : String(Number(bound.toPrecision(3))));
