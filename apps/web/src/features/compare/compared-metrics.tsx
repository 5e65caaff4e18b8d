import Link from 'next/link';
import { drawnAt, nominal } from '@unblind/contracts';
import type { ChallengeKind, EvaluationView, MetricValue, SubmissionView } from '@unblind/contracts';
import { Measured } from '@/features/metrics/measured';
import { EntriesTable, withWorstCases } from './entries-table';

export interface Compared {
  submission: SubmissionView;
  evaluation: EvaluationView;
}

interface Props {
  kind: ChallengeKind;
  compared: readonly Compared[];
  metrics: readonly string[];
}

/** The metrics of each entry: the nominal values, and the values under the worst shift where they are reported. */
export function ComparedMetrics({ kind, compared, metrics }: Props) {
  // What ranks has its place on the board; here all numbers are of one part.
  const find = (entry: Compared | undefined, name: string) =>
    entry?.evaluation.metrics.find((metric) => metric.name === name && metric.variation === nominal && metric.part !== 'ranking');
  const columns = compared.map(({ submission }) => ({
    key: submission.id,
    head: (
      <>
        <Link href={`/submissions/${submission.id}`} className="link">
          {submission.method}
        </Link>
        <span className="block text-xs font-normal text-muted">{submission.participant.handle}</span>
      </>
    ),
  }));
  return (
    <EntriesTable
      kind={kind}
      caption="Metrics side by side"
      columns={columns}
      metrics={withWorstCases(metrics).filter((name) => compared.some((entry) => hasValue(find(entry, name))))}
      partOf={(name) => compared.flatMap((entry) => find(entry, name)?.part ?? [])[0]}
      cell={(column, name) => {
        const metric = find(compared[column], name);
        return metric ? <Measured metric={metric} /> : null;
      }}
    />
  );
}

const hasValue = (metric: MetricValue | undefined): boolean => metric !== undefined && drawnAt(metric) !== null;
