import { ratioMetrics } from '@unblind/contracts';
import type { BoardView } from '@unblind/contracts';
import { MetricLabel } from '@/features/metrics/metric-name';
import { plainMetric } from '@/features/metrics/metric-names';
import { compact } from '@/lib/format/numbers';
import { Head, Table, Th } from '@/ui/table';
import { bandsOf } from './bands';
import { BoardRow } from './board-row';
import { intervalScale } from './interval-scale';

/** Of further metrics; the page of a submission has them all. */
const mostColumns = 6;

/** The ranking. Rows that the sample cannot order stand together between wider gaps, under one rule. */
export function BoardTable({ view, metrics }: { view: BoardView; metrics: readonly string[] }) {
  const others = metrics
    .filter((name) => name !== view.board.by && view.rows.some((row) => row.metrics.some((metric) => metric.name === name)))
    .slice(0, mostColumns);
  const scale = intervalScale(view.rows.map((row) => row.score));
  const leader = view.rows.find((row) => row.rank === 1)?.score ?? null;
  const edge = (value: number): string => (value >= 1000 ? compact(value) : String(Number(value.toPrecision(3))));
  return (
    <Table caption={`Ranking by ${plainMetric(view.board.by)}`}>
      <Head>
        <Th>Rank</Th>
        <Th>Method</Th>
        <Th aria-sort={view.board.order === 'desc' ? 'descending' : 'ascending'}>
          <MetricLabel name={view.board.by} short /> <span aria-hidden>{view.board.order === 'desc' ? '↓' : '↑'}</span>
        </Th>
        <Th className="w-44 min-w-36 px-1!">
          <span className="sr-only">68 % interval, drawn</span>
          {scale && scale.from !== scale.to && (
            <span aria-hidden className="flex justify-between text-xs font-normal text-muted">
              <span>{edge(scale.from)}</span>
              <span>{edge(scale.to)}</span>
            </span>
          )}
        </Th>
        {others.map((name) => (
          <Th key={name}>
            <MetricLabel name={name} short />
          </Th>
        ))}
        <Th className="text-right">Parameters</Th>
        <Th className="text-right">Entries</Th>
        <Th>When</Th>
      </Head>
      {bandsOf(view.rows).map((band, index) => (
        <tbody key={band.rows[0]?.evaluationId ?? index}>
          {band.rows.map((row, position) => (
            <BoardRow
              key={row.evaluationId}
              row={row}
              metrics={others}
              leader={leader}
              scale={scale}
              remark={remarkOn(row, view)}
              first={position === 0}
              last={position === band.rows.length - 1}
            />
          ))}
        </tbody>
      ))}
    </Table>
  );
}

/** What ranks together although it was measured on different machines is marked. */
function remarkOn(row: BoardView['rows'][number], { board, hardware }: BoardView): string {
  const unranked = row.rank === null && row.score.value !== null ? row.score.note : undefined;
  const isMixed = hardware.shown === null && hardware.classes.length > 1 && ratioMetrics.some((name) => name === board.by);
  return [unranked, isMixed && row.hardware ? `Timed on ${row.hardware}.` : undefined].filter(Boolean).join(' ');
}
