import clsx from 'clsx';
import { Flag, ShieldOff } from 'lucide-react';
import Link from 'next/link';
import { drawnAt, marksOf, metricOf } from '@unblind/contracts';
import type { BoardRow as Row, MetricValue, ShownColumn } from '@unblind/contracts';
import { Measured, MeasuredBrief } from '@/features/metrics/measured';
import { LocalTime } from '@/lib/format/local-time';
import { Badge } from '@/ui/badge';
import { Td } from '@/ui/table';
import { IntervalBar } from './interval-bar';
import type { IntervalScale } from './interval-scale';

interface Props {
  row: Row;
  columns: readonly ShownColumn[];
  leader: MetricValue | null;
  scale: IntervalScale | null;
  /** Whether the row is the first or the last of its band. */
  first: boolean;
  last: boolean;
}

export function BoardRow({ row, columns, leader, scale, first, last }: Props) {
  const linesBelow = (id: 'rank' | 'method') =>
    columns.filter(({ below }) => below === id).map((column) => ({ ...column, text: column.cell(row) }));
  return (
    <tr id={`entry-${row.submissionId}`} className={clsx('target:bg-accent-soft', first && 'border-t border-line-strong/60')}>
      {columns
        .filter(({ below }) => !below)
        .map((column) => {
          const { id, metric } = column;
          const key = `${id} ${metric ?? column.title}`;
          if (id === 'rank') return <RankCell key={key} row={row} below={linesBelow('rank')} first={first} last={last} />;
          if (id === 'method') return <MethodCell key={key} row={row} below={linesBelow('method')} />;
          if (id === 'score') return <ScoreCells key={key} row={row} leader={leader} scale={scale} />;
          return <PlainCell key={key} row={row} column={column} />;
        })}
    </tr>
  );
}

type Below = readonly (ShownColumn & { text: string })[];

function RankCell({ row: { rank }, below, first, last }: { row: Row; below: Below; first: boolean; last: boolean }) {
  return (
    <Td className="relative pl-4! whitespace-nowrap">
      <span
        aria-hidden
        className={clsx(
          'absolute inset-y-0 left-0 w-[3px] bg-accent/60',
          rank === null && 'hidden',
          first && 'top-2 rounded-t',
          last && 'bottom-2 rounded-b',
        )}
      />
      {rank === null ? <None meaning="no rank" /> : <span className="text-base font-semibold">{rank}</span>}
      {below.map(
        ({ title, text }) =>
          text && (
            <span
              key={title}
              className="block text-xs text-muted"
              title="The ranges of all entries hold their true ranks at once with a chance of 95 %"
            >
              {text}
            </span>
          ),
      )}
    </Td>
  );
}

function MethodCell({ row, below }: { row: Row; below: Below }) {
  return (
    <th scope="row" className="px-2.5 py-2.5 text-left align-top font-normal">
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Link href={`/submissions/${row.submissionId}`} className="min-w-40 font-medium break-words hover:underline">
          {row.method}
        </Link>
        {marksOf(row).map(({ text, tone, why }) => (
          <Badge key={`${text} ${why}`} tone={tone} title={why}>
            {tone === 'bad' && text !== 'No sandbox' && <Flag aria-hidden className="size-3" />}
            {text === 'No sandbox' && <ShieldOff aria-hidden className="size-3" />}
            {text}
            {tone === 'bad' && <span className="sr-only">: {why}</span>}
          </Badge>
        ))}
      </span>
      {below.map(
        ({ id, title, text }) =>
          text && (
            <span key={title} className={clsx('block text-muted', id !== 'participant' && 'text-xs')}>
              {id === 'participant' ? <span title={row.participant.name}>{text}</span> : id === 'note' ? text : `${title} ${text}.`}
            </span>
          ),
      )}
    </th>
  );
}

/** The value, with its interval drawn beside it. */
function ScoreCells({ row: { score }, leader, scale }: { row: Row; leader: MetricValue | null; scale: IntervalScale | null }) {
  const isDrawn = drawnAt(score) !== null;
  return (
    <>
      <Td colSpan={isDrawn ? 1 : 2}>
        <Measured metric={score} />
      </Td>
      {isDrawn && <td className="relative p-0">{scale && <IntervalBar metric={score} leader={leader} scale={scale} />}</td>}
    </>
  );
}

function PlainCell({ row, column: { id, metric: name, isNumber, cell } }: { row: Row; column: ShownColumn }) {
  const metric = name === undefined ? undefined : metricOf(row, name);
  if (metric)
    return (
      <Td>
        <MeasuredBrief metric={metric} />
      </Td>
    );
  if (id === 'submitted')
    return (
      <Td className="w-26 min-w-24 text-xs leading-5 text-muted">
        <LocalTime at={row.submittedAt} wrap />
      </Td>
    );
  return <Td className={clsx(isNumber && 'text-right whitespace-nowrap', cell(row) === '–' && 'text-muted')}>{cell(row)}</Td>;
}

function None({ meaning }: { meaning: string }) {
  return (
    <span className="text-muted">
      <span aria-hidden>–</span>
      <span className="sr-only">{meaning}</span>
    </span>
  );
}
