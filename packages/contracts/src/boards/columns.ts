import type { BoardRow, BoardView } from '../api/boards';
import type { ChallengeDetail } from '../api/challenges';
import { measuredBrief, measuredText } from '../format/measured';
import { formatCompact, formatCount } from '../format/numbers';
import type { ChallengeKind } from '../kinds';
import { describeMetric, plainText } from '../kinds/describe-metric';
import { flagOf } from '../metrics';
import { ratioMetrics } from '../throughput';

type Field = string | number | boolean | null;

/** One column of a board, on the page, in the terminal and in the CSV file. */
export interface BoardColumn {
  /** The page may render columns with a known id as more than text. */
  id: 'rank' | 'range' | 'participant' | 'method' | 'note' | 'score' | 'metric' | 'submitted' | 'text';
  title: string;
  /** The metric whose value a `score` or `metric` column shows. */
  metric?: string;
  /** The page shows it as an extra line in the cells of that column. */
  below?: 'rank' | 'method';
  isNumber?: boolean;
  /** The column's heading and text for people; null for columns that only the file has. */
  cell: ((row: BoardRow) => string) | null;
  /** The fields in a CSV file, in full precision: none, one or several. */
  csv: Readonly<Record<string, (row: BoardRow) => Field>>;
}

export type ShownColumn = BoardColumn & { cell: NonNullable<BoardColumn['cell']> };

/** The most further metrics that a board shows; the submission's page shows all. */
const mostMetrics = 6;

/** The columns that the page and the terminal show. Columns that are empty in every row are left out. */
export function shownColumns(view: BoardView, challenge: Pick<ChallengeDetail, 'kind' | 'metrics' | 'phases'>): ShownColumn[] {
  const { by } = view.board;
  const known = challenge.phases.find(({ id }) => id === view.phase)?.metrics ?? challenge.metrics;
  const metrics = known.filter((name) => name !== by && view.rows.some((row) => metricOf(row, name))).slice(0, mostMetrics);
  return boardColumns({ kind: challenge.kind, by, metrics, isAcrossMachines: isAcrossMachines(view) }).filter(
    (column): column is ShownColumn => column.cell !== null && view.rows.some((row) => column.cell?.(row) !== ''),
  );
}

/** The fields of a CSV file with these rows, in order. */
export function fileFields(rows: readonly BoardRow[]): { name: string; value: (row: BoardRow) => Field }[] {
  const metrics = [...new Set(rows.flatMap((row) => row.metrics.map(({ name }) => name)))].sort();
  const columns = boardColumns({ kind: 'custom', by: '', metrics, isAcrossMachines: true });
  return columns.flatMap(({ csv }) => Object.entries(csv).map(([name, value]) => ({ name, value })));
}

/** The entries were timed on different machines and are ranked together by ratios. */
export function isAcrossMachines({ board: { by }, hardware: { classes, shown } }: Pick<BoardView, 'board' | 'hardware'>): boolean {
  return shown === null && classes.length > 1 && ratioMetrics.includes(by);
}

interface Asked {
  kind: ChallengeKind;
  /** The metric that ranks the board. */
  by: string;
  metrics: readonly string[];
  isAcrossMachines: boolean;
}

/** Every column of a board, in order. A column added here appears on the page, in the terminal and in CSV files. */
function boardColumns({ kind, by, metrics, isAcrossMachines }: Asked): BoardColumn[] {
  return [
    { id: 'rank', title: 'Rank', cell: ({ rank }) => String(rank ?? '–'), csv: { rank: ({ rank }) => rank } },
    {
      id: 'range',
      title: 'Range',
      below: 'rank',
      cell: rankRange,
      csv: { best_rank: ({ bestRank }) => bestRank, worst_rank: ({ worstRank }) => worstRank },
    },
    {
      id: 'participant',
      title: 'Participant',
      below: 'method',
      cell: ({ participant }) => participant.handle,
      csv: { participant: ({ participant }) => participant.handle },
    },
    {
      id: 'method',
      title: 'Method',
      cell: (row) => [row.method, ...marksOf(row).map(({ text }) => `[${text.toLowerCase()}]`)].join(' '),
      csv: { method: ({ method }) => method, baseline: ({ baseline }) => baseline },
    },
    { id: 'note', title: 'Note', below: 'method', cell: whyUnranked, csv: {} },
    { id: 'score', title: headOf(kind, by), metric: by, cell: ({ score }) => measuredText(score), csv: {} },
    ...metrics.map((name) => metricColumn(kind, name)),
    {
      id: 'text',
      title: 'Parameters',
      isNumber: true,
      cell: ({ parameters }) => (parameters === null ? '–' : formatCompact(parameters)),
      csv: { parameters: ({ parameters }) => parameters },
    },
    { id: 'text', title: 'Cost', cell: null, csv: { flops: ({ flops }) => flops, model_bytes: ({ modelBytes }) => modelBytes } },
    {
      id: 'text',
      title: 'Timed on',
      below: 'method',
      cell: isAcrossMachines ? ({ hardware }) => hardware ?? '' : null,
      csv: { hardware: ({ hardware }) => hardware },
    },
    {
      id: 'text',
      title: 'Entries',
      isNumber: true,
      cell: ({ entries }) => formatCount(entries),
      csv: { entries: ({ entries }) => entries },
    },
    {
      id: 'submitted',
      title: 'Submitted',
      cell: ({ submittedAt }) => `${submittedAt.slice(0, 16).replace('T', ' ')} UTC`,
      csv: { submitted_at: ({ submittedAt }) => submittedAt },
    },
    {
      id: 'text',
      title: 'Identifiers',
      cell: null,
      csv: { submission: ({ submissionId }) => submissionId, evaluation: ({ evaluationId }) => evaluationId },
    },
  ];
}

function metricColumn(kind: ChallengeKind, name: string): BoardColumn {
  return {
    id: 'metric',
    title: headOf(kind, name),
    metric: name,
    cell: (row) => {
      const metric = metricOf(row, name);
      return metric ? measuredBrief(metric) : '–';
    },
    csv: {
      [name]: (row) => metricOf(row, name)?.value ?? null,
      [`${name} low`]: (row) => metricOf(row, name)?.low ?? null,
      [`${name} high`]: (row) => metricOf(row, name)?.high ?? null,
    },
  };
}

export function metricOf(row: BoardRow, name: string): BoardRow['metrics'][number] | undefined {
  return row.metrics.find((metric) => metric.name === name);
}

/** The range of ranks that the intervals allow; empty when they allow only one. */
function rankRange({ bestRank, worstRank }: BoardRow): string {
  return bestRank === null || worstRank === null || bestRank === worstRank ? '' : `${bestRank}–${worstRank}`;
}

/** Labels shown beside the method: baseline, unranked, and so on. */
export function marksOf({ baseline, unsafe, metrics }: BoardRow): { text: string; tone: 'neutral' | 'bad'; why: string }[] {
  return [
    ...(baseline ? [{ text: 'Baseline', tone: 'neutral' as const, why: 'Submitted by the organisers for comparison.' }] : []),
    ...metrics.flatMap((metric) => {
      const flag = flagOf(metric);
      return flag === null ? [] : [{ text: 'Flagged', tone: 'bad' as const, why: flag }];
    }),
    ...(unsafe ? [{ text: 'No sandbox', tone: 'bad' as const, why: 'Ran without the sandbox.' }] : []),
  ];
}

/** Why an entry has no rank although it has a value. */
function whyUnranked({ rank, score }: BoardRow): string {
  return rank === null && score.value !== null ? (score.note ?? '') : '';
}

function headOf(kind: ChallengeKind, name: string): string {
  return plainText(describeMetric(kind, name).symbol);
}
