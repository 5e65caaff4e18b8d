import { describeMetric, formatCompact, plainText, shownColumns } from '@unblind/contracts';
import type { BoardView, ChallengeDetail, ShownColumn } from '@unblind/contracts';
import { MetricLabel } from '@/features/metrics/metric-name';
import { PartName } from '@/features/metrics/part-name';
import { Head, Table, Th } from '@/ui/table';
import { bandsOf } from './bands';
import { BoardRow } from './board-row';
import { intervalScale } from './interval-scale';
import type { IntervalScale } from './interval-scale';

/** The ranking. Each band of statistically indistinguishable rows is one table body. */
export function BoardTable({ view, challenge }: { view: BoardView; challenge: ChallengeDetail }) {
  const columns = shownColumns(view, challenge);
  const scale = intervalScale(view.rows.map((row) => row.score));
  const leader = view.rows.find((row) => row.rank === 1)?.score ?? null;
  return (
    <Table caption={`Ranking by ${plainText(describeMetric(challenge.kind, view.board.by).title)}`}>
      <Head>
        {columns
          .filter(({ below }) => !below)
          .map((column) => (
            <ColumnHead
              key={`${column.id} ${column.metric ?? column.title}`}
              kind={challenge.kind}
              column={column}
              order={view.board.order}
              scale={scale}
            />
          ))}
      </Head>
      {bandsOf(view.rows).map((band, index) => (
        <tbody key={band.rows[0]?.evaluationId ?? index}>
          {band.rows.map((row, position) => (
            <BoardRow
              key={row.evaluationId}
              row={row}
              columns={columns}
              leader={leader}
              scale={scale}
              first={position === 0}
              last={position === band.rows.length - 1}
            />
          ))}
        </tbody>
      ))}
    </Table>
  );
}

interface HeadProps {
  kind: ChallengeDetail['kind'];
  column: ShownColumn;
  order: BoardView['board']['order'];
  scale: IntervalScale | null;
}

function ColumnHead({ kind, column: { id, title, metric, part, isNumber }, order, scale }: HeadProps) {
  if (metric === undefined) return <Th className={isNumber ? 'text-right' : undefined}>{title}</Th>;
  if (id !== 'score')
    return (
      <Th>
        <MetricLabel kind={kind} name={metric} short />
        <PartName part={part} />
      </Th>
    );
  return (
    <>
      <Th className="whitespace-nowrap" aria-sort={order === 'desc' ? 'descending' : 'ascending'}>
        <MetricLabel kind={kind} name={metric} short /> <span aria-hidden>{order === 'desc' ? '↓' : '↑'}</span>
        <PartName part={part} />
      </Th>
      <Th className="w-44 min-w-36 px-1!">
        <span className="sr-only">68 % interval, drawn</span>
        {scale && scale.from !== scale.to && (
          <span aria-hidden className="flex justify-between text-xs font-normal text-muted">
            <span>{formatEdge(scale.from)}</span>
            <span>{formatEdge(scale.to)}</span>
          </span>
        )}
      </Th>
    </>
  );
}

function formatEdge(value: number): string {
  return value >= 1000 ? formatCompact(value) : String(Number(value.toPrecision(3)));
}
