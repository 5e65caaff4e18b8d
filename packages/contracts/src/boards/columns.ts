import type { BoardRow, BoardView } from '../api/boards';
import type { ChallengeDetail } from '../api/challenges';
import { measuredBrief, measuredText } from '../format/measured';
import { formatCompact, formatCount } from '../format/numbers';
import type { ChallengeKind } from '../kinds';
import { describeMetric, plainText } from '../kinds/describe-metric';
import { partNames } from '../feedback-words';
import { flagOf, isInfinite } from '../metrics';
import type { MetricPart, MetricValue } from '../metrics';
import { ratioMetrics } from '../throughput';

type Field = string | number | boolean | null;

/** One column of a board, on the page, in the terminal and in the CSV file. */
export interface BoardColumn {
  /** The page may render columns with a known id as more than text. */
  id: 'rank' | 'range' | 'participant' | 'method' | 'note' | 'score' | 'metric' | 'submitted' | 'text';
  title: string;
  /** The metric whose value a `score` or `metric` column shows. */
  metric?: string;
  /** The part of a divided split that the values were computed on; it is also in the title. */
  part?: MetricPart;
  /** The page shows it as an extra line in the cells of that column. */
  below?: 'rank' | 'method';
  isNumber?: boolean;
  /** The column's heading and text for people; null for columns that only the file has. */
  cell: ((row: BoardRow) => string) | null;
  /** The fields in a CSV file, as precise as the row has them: none, one or several. */
  csv: Readonly<Record<string, (row: BoardRow) => Field>>;
}

export type ShownColumn = BoardColumn & { cell: NonNullable<BoardColumn['cell']> };

/** The most further metrics that a board shows; the submission's page shows all. */
const mostMetrics = 6;

/** The columns that the page and the terminal show. Columns that are empty in every row are left out. */
export function shownColumns(view: BoardView, challenge: Pick<ChallengeDetail, 'kind' | 'metrics' | 'phases'>): ShownColumn[] {
  const { board, part, rows } = view;
  const known = challenge.phases.find(({ id }) => id === view.phase)?.metrics ?? challenge.metrics;
  const isFurther = (name: string) => (name !== board.by || part === 'ranking') && rows.some((row) => metricOf(row, name));
  const metrics = partsOf(rows, known.filter(isFurther).slice(0, mostMetrics));
  return boardColumns({ kind: challenge.kind, score: { name: board.by, part }, metrics, isAcrossMachines: isAcrossMachines(view) }).filter(
    (column): column is ShownColumn => column.cell !== null && view.rows.some((row) => column.cell?.(row) !== ''),
  );
}

/** The fields of a CSV file with these rows, in order. */
export function fileFields(rows: readonly BoardRow[]): { name: string; value: (row: BoardRow) => Field }[] {
  const metrics = partsOf(rows, [...new Set(rows.flatMap((row) => row.metrics.map(({ name }) => name)))].sort());
  const { name = '', part = 'whole' } = rows[0]?.score ?? {};
  const columns = boardColumns({ kind: 'custom', score: { name, part }, metrics, isAcrossMachines: true });
  return columns.flatMap(({ csv }) => Object.entries(csv).map(([name, value]) => ({ name, value })));
}

interface Column {
  name: string;
  part: MetricPart;
}

/** The metrics with the part that the rows have of each. */
function partsOf(rows: readonly BoardRow[], names: readonly string[]): Column[] {
  return names.map((name) => ({ name, part: rows.flatMap((row) => metricOf(row, name)?.part ?? [])[0] ?? 'whole' }));
}

/** The entries were timed on different machines and are ranked together by ratios. */
export function isAcrossMachines({ board: { by }, hardware: { classes, shown } }: Pick<BoardView, 'board' | 'hardware'>): boolean {
  return shown === null && classes.length > 1 && ratioMetrics.includes(by);
}

interface Asked {
  kind: ChallengeKind;
  /** The metric that ranks the board. */
  score: Column;
  metrics: readonly Column[];
  isAcrossMachines: boolean;
}

/** Every column of a board, in order. A column added here appears on the page, in the terminal and in CSV files. */
function boardColumns({ kind, score, metrics, isAcrossMachines }: Asked): BoardColumn[] {
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
    scoreColumn(kind, score),
    ...metrics.map((metric) => metricColumn(kind, metric)),
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

/** The value that ranks. A file has it among the metrics, unless it comes from a part of its own. */
function scoreColumn(kind: ChallengeKind, column: Column): BoardColumn {
  const isReleased = column.part === 'ranking';
  const marks: BoardColumn['csv'] = { released: ({ released }) => released, disagreement: ({ disagreement }) => disagreement };
  return {
    id: 'score',
    title: headOf(kind, column),
    metric: column.name,
    part: column.part,
    cell: ({ score }) => measuredText(score),
    csv: isReleased ? { ...valueFields(column, ({ score }) => score), ...marks } : {},
  };
}

function metricColumn(kind: ChallengeKind, column: Column): BoardColumn {
  const { name, part } = column;
  return {
    id: 'metric',
    title: headOf(kind, column),
    metric: name,
    part,
    cell: (row) => {
      const metric = metricOf(row, name);
      return metric ? measuredBrief(metric) : '–';
    },
    csv: valueFields(column, (row) => metricOf(row, name)),
  };
}

/** 'auc', 'auc low' and 'auc high', or 'auc diagnostic' and so on where the split is divided. */
function valueFields({ name, part }: Column, of: (row: BoardRow) => MetricValue | undefined): BoardColumn['csv'] {
  const field = part === 'whole' ? name : `${name} ${part}`;
  return {
    [field]: (row) => valueField(of(row)),
    [`${field} low`]: (row) => of(row)?.low ?? null,
    [`${field} high`]: (row) => of(row)?.high ?? null,
  };
}

/** An infinite value is 'inf', which numpy and pandas read as one. */
function valueField(metric: MetricValue | undefined): Field {
  return metric && isInfinite(metric) ? 'inf' : (metric?.value ?? null);
}

export function metricOf(row: BoardRow, name: string): BoardRow['metrics'][number] | undefined {
  return row.metrics.find((metric) => metric.name === name);
}

/** The range of ranks that the intervals allow; empty when they allow only one. */
function rankRange({ bestRank, worstRank }: BoardRow): string {
  return bestRank === null || worstRank === null || bestRank === worstRank ? '' : `${bestRank}–${worstRank}`;
}

/** Labels shown beside the method: baseline, unranked, and so on. */
export function marksOf({
  baseline,
  unsafe,
  disagreement,
  contested,
  metrics,
}: BoardRow): { text: string; tone: 'neutral' | 'bad'; why: string }[] {
  return [
    ...(baseline ? [{ text: 'Baseline', tone: 'neutral' as const, why: 'Submitted by the organisers for comparison.' }] : []),
    ...metrics.flatMap((metric) => {
      const flag = flagOf(metric);
      return flag === null ? [] : [{ text: 'Flagged', tone: 'bad' as const, why: flag }];
    }),
    ...(disagreement
      ? [
          {
            text: 'Ranking and diagnostic disagree',
            tone: 'bad' as const,
            why: 'The values on the two parts of the split differ by more than 3 sigma.',
          },
        ]
      : []),
    ...(contested
      ? [
          {
            text: 'Contested',
            tone: 'bad' as const,
            why: 'The platform repeated the run of a remote runner, and got other values. Shown to organisers alone.',
          },
        ]
      : []),
    ...(unsafe ? [{ text: 'No sandbox', tone: 'bad' as const, why: 'Ran without the sandbox.' }] : []),
  ];
}

/** Why an entry has no rank although it has a value. */
function whyUnranked({ rank, score }: BoardRow): string {
  return rank === null && score.value !== null ? (score.note ?? '') : '';
}

function headOf(kind: ChallengeKind, { name, part }: Column): string {
  const symbol = plainText(describeMetric(kind, name).symbol);
  return part === 'whole' ? symbol : `${symbol} (${partNames[part]})`;
}
