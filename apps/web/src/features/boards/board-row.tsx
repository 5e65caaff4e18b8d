import clsx from 'clsx';
import { Flag, ShieldOff } from 'lucide-react';
import Link from 'next/link';
import { flagOf } from '@unblind/contracts';
import type { BoardRow as Row, MetricValue } from '@unblind/contracts';
import { Measured, MeasuredBrief } from '@/features/metrics/measured';
import { LocalTime } from '@/lib/format/local-time';
import { compact, count } from '@/lib/format/numbers';
import { Badge } from '@/ui/badge';
import { Td } from '@/ui/table';
import { IntervalBar } from './interval-bar';
import type { IntervalScale } from './interval-scale';

interface Props {
  row: Row;
  metrics: readonly string[];
  leader: MetricValue | null;
  scale: IntervalScale | null;
  /** Why it has no rank although it has a value, or which machine its ratio is from. */
  remark: string;
  /** Where the row stands in its band. */
  first: boolean;
  last: boolean;
}

export function BoardRow({ row, metrics, leader, scale, remark, first, last }: Props) {
  const flags = row.metrics.map(flagOf).filter((flag) => flag !== null);
  return (
    <tr id={`entry-${row.submissionId}`} className={clsx('target:bg-accent-soft', first && 'border-t border-line-strong/60')}>
      <Td className="relative pl-4! whitespace-nowrap">
        <span
          aria-hidden
          className={clsx(
            'absolute inset-y-0 left-0 w-[3px] bg-accent/60',
            row.rank === null && 'hidden',
            first && 'top-2 rounded-t',
            last && 'bottom-2 rounded-b',
          )}
        />
        <Rank row={row} />
      </Td>
      <th scope="row" className="px-2.5 py-2.5 text-left align-top font-normal">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link href={`/submissions/${row.submissionId}`} className="min-w-40 font-medium break-words hover:underline">
            {row.method}
          </Link>
          {row.baseline && <Badge title="Entered by the organisers, to compare with.">Baseline</Badge>}
          {flags.map((flag) => (
            <Badge key={flag} tone="bad" title={flag}>
              <Flag aria-hidden className="size-3" />
              Flagged
              <span className="sr-only">: {flag}</span>
            </Badge>
          ))}
          {row.unsafe && (
            <Badge tone="bad" title="Ran without the sandbox.">
              <ShieldOff aria-hidden className="size-3" />
              No sandbox
            </Badge>
          )}
        </span>
        <span className="text-muted" title={row.participant.name}>
          {row.participant.handle}
        </span>
        {remark && <span className="block text-xs text-muted">{remark}</span>}
      </th>
      <Td colSpan={row.score.value === null ? 2 : 1}>
        <Measured metric={row.score} />
      </Td>
      {row.score.value !== null && (
        <td className="relative p-0">{scale && <IntervalBar metric={row.score} leader={leader} scale={scale} />}</td>
      )}
      {metrics.map((name) => {
        const metric = row.metrics.find((candidate) => candidate.name === name);
        return <Td key={name}>{metric ? <MeasuredBrief metric={metric} /> : <span className="text-muted">–</span>}</Td>;
      })}
      <Td className="text-right whitespace-nowrap">
        {row.parameters === null ? <span className="text-muted">–</span> : compact(row.parameters)}
      </Td>
      <Td className="text-right">{count(row.entries)}</Td>
      <Td className="w-26 min-w-24 text-xs leading-5 text-muted">
        <LocalTime at={row.submittedAt} wrap />
      </Td>
    </tr>
  );
}

function Rank({ row: { rank, bestRank, worstRank } }: { row: Row }) {
  if (rank === null)
    return (
      <span className="text-muted">
        <span aria-hidden>–</span>
        <span className="sr-only">no rank</span>
      </span>
    );
  const open = bestRank !== null && worstRank !== null && bestRank !== worstRank;
  return (
    <>
      <span className="text-base font-semibold">{rank}</span>
      {open && (
        <span className="block text-xs text-muted" title="The ranks that the 68 % intervals leave open">
          {bestRank}–{worstRank}
        </span>
      )}
    </>
  );
}
