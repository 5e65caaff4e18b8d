import Link from 'next/link';
import type { ReactNode } from 'react';
import { formatCount, formatDuration } from '@unblind/contracts';
import type { RunnerTime } from '@unblind/contracts';
import { Empty } from '@/ui/empty';
import { Head, rowLine, Table, Td, Th } from '@/ui/table';

type Spent = RunnerTime['challenges'][number];

/** What runners spent, by challenge, entrant and submission. */
export function RunnerTimeTables({ time: { challenges, entrants, submissions } }: { time: RunnerTime }) {
  if (challenges.length === 0) return <Empty title="No runner has worked yet" />;
  return (
    <div className="space-y-10">
      <TimeTable title="By challenge" rows={challenges} keyOf={({ challenge }) => challenge} nameOf={({ challenge }) => challenge} />
      <TimeTable
        title="By entrant"
        rows={entrants}
        keyOf={({ challenge, entrant, team }) => `${challenge} ${entrant} ${team}`}
        nameOf={({ challenge, entrant, team }) => (
          <>
            {entrant}
            {team && ' (team)'} <span className="block text-xs text-muted">{challenge}</span>
          </>
        )}
      />
      <TimeTable
        title="By submission"
        rows={submissions}
        keyOf={({ submissionId }) => submissionId}
        nameOf={({ submissionId, method, entrant, challenge }) => (
          <>
            <Link href={`/submissions/${submissionId}`} className="link">
              {method}
            </Link>
            <span className="block text-xs text-muted">
              {entrant}, {challenge}
            </span>
          </>
        )}
      />
    </div>
  );
}

interface TimeTableProps<S extends Spent> {
  title: string;
  rows: readonly S[];
  keyOf: (row: S) => string;
  nameOf: (row: S) => ReactNode;
}

function TimeTable<S extends Spent>({ title, rows, keyOf, nameOf }: TimeTableProps<S>) {
  const right = 'text-right whitespace-nowrap';
  return (
    <div>
      <h3 className="mb-3 font-semibold">{title}</h3>
      <Table caption={`Time spent, ${title.toLowerCase()}`}>
        <Head>
          <Th>{title.replace('By ', '').replace(/^./, (letter) => letter.toUpperCase())}</Th>
          <Th className={right}>Attempts</Th>
          <Th className={right}>Time</Th>
          <Th className={right}>Lost</Th>
          <Th className={right}>Remote</Th>
        </Head>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className={rowLine}>
              <Td className="min-w-32 break-words">{nameOf(row)}</Td>
              <Td className={right}>{formatCount(row.attempts)}</Td>
              <Td className={right}>{formatDuration(row.seconds)}</Td>
              <Td className={right}>{row.lostSeconds === 0 ? '–' : formatDuration(row.lostSeconds)}</Td>
              <Td className={right}>{row.remoteSeconds === 0 ? '–' : formatDuration(row.remoteSeconds)}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
