import Link from 'next/link';
import type { ChallengeKind, SubmissionView } from '@unblind/contracts';
import { Measured } from '@/features/metrics/measured';
import { MetricLabel } from '@/features/metrics/metric-name';
import { PartName } from '@/features/metrics/part-name';
import { LocalTime } from '@/lib/format/local-time';
import { Head, rowLine, Table, Td, Th } from '@/ui/table';
import { StateBadge } from './state-badge';

interface Props {
  kind: ChallengeKind;
  submissions: readonly SubmissionView[];
  /** The titles of the phases, by id. */
  phases: ReadonlyMap<string, string>;
}

export function SubmissionsTable({ kind, submissions, phases }: Props) {
  return (
    <Table caption="My submissions">
      <Head>
        <Th>Method</Th>
        <Th>State</Th>
        <Th>Score</Th>
        <Th>Phase</Th>
        <Th>Submitted</Th>
      </Head>
      <tbody>
        {submissions.map(({ id, method, files, evaluation, score, withheld, phase, createdAt }) => (
          <tr key={id} className={rowLine}>
            <th scope="row" className="min-w-40 py-2.5 pr-3 pl-1 text-left align-top font-normal">
              <Link href={`/submissions/${id}`} className="font-medium break-words hover:underline">
                {method}
              </Link>
              <span className="block text-xs break-all text-muted">{files.map(({ filename }) => filename).join(', ')}</span>
            </th>
            <Td>
              <StateBadge state={evaluation.state} />
              {evaluation.fault && <code className="mt-1 block font-mono text-xs text-muted">{evaluation.fault.code}</code>}
            </Td>
            <Td>
              {score ? (
                <>
                  <Measured metric={score} />
                  <span className="block text-xs text-muted">
                    <MetricLabel kind={kind} name={score.name} short />
                  </span>
                  <PartName part={score.part} />
                </>
              ) : (
                <span className="text-muted">{withheld.some(({ reason }) => reason === 'ranking') ? 'not released' : '–'}</span>
              )}
            </Td>
            <Td>{phases.get(phase) ?? phase}</Td>
            <Td>
              <LocalTime at={createdAt} wrap />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
