import { Inspection } from '@unblind/contracts';
import type { Board, BoardRow, MetricValue } from '@unblind/contracts';
import { rankRanges } from '@unblind/scoring';
import { metricView } from '../evaluations/evaluation-view';
import type { Entry } from './boards.repository';

interface Ranking {
  board: Board;
  show: 'best' | 'all';
  replicates: ReadonlyMap<string, Float64Array>;
  entriesPerUser: ReadonlyMap<string, number>;
}

export const Size = Inspection.pick({ parameters: true, flops: true, bytes: true }).partial({ bytes: true });

/** Orders the entries, best first and unscored last, with rank and rank range. Baselines are ranked like other entries, and marked. */
export function boardRows(entries: readonly Entry[], { board, show, replicates, entriesPerUser }: Ranking): BoardRow[] {
  const ordered = newestOfEach(entries).sort((a, b) => compare(a, b, board.order));
  const shown = show === 'all' ? ordered : bestOfEach(ordered);
  const comparable = shown.map(({ value, evaluationId }) => ({ value, replicates: replicates.get(evaluationId) ?? null }));
  const ranges = rankRanges(comparable, board.order);
  return shown.map((entry, index) => {
    const range = entry.value === null ? undefined : ranges[index];
    return {
      rank: range?.rank ?? null,
      bestRank: range?.best ?? null,
      worstRank: range?.worst ?? null,
      ...rowOf(entry, board, entriesPerUser),
    };
  });
}

/** Each participant's best entry, as a board shows it. */
export function bestEntries(entries: readonly Entry[], { order }: Board): Entry[] {
  return bestOfEach(newestOfEach(entries).sort((a, b) => compare(a, b, order)));
}

/** Sorts null last, and the earlier submission first of equal values. */
function compare(a: Entry, b: Entry, order: Board['order']): number {
  if (a.value !== null && b.value !== null && a.value !== b.value) return order === 'desc' ? b.value - a.value : a.value - b.value;
  if (a.value === null && b.value !== null) return 1;
  if (a.value !== null && b.value === null) return -1;
  return a.evaluation.submission.createdAt.getTime() - b.evaluation.submission.createdAt.getTime();
}

/** Keeps only the newest result of each submission, for submissions that were scored again. */
export function newestOfEach(entries: readonly Entry[]): Entry[] {
  const newest = new Map<string, Entry>();
  for (const entry of entries) {
    const known = newest.get(entry.evaluation.submission.id);
    if (!known || known.evaluation.number < entry.evaluation.number) newest.set(entry.evaluation.submission.id, entry);
  }
  return [...newest.values()];
}

/** The first entry of each participant in the given order. Every baseline is kept. */
function bestOfEach(ordered: readonly Entry[]): Entry[] {
  const seen = new Set<string>();
  return ordered.filter(({ evaluation: { submission } }) => {
    const who = submission.baseline ? submission.id : (submission.teamId ?? submission.userId);
    if (seen.has(who)) return false;
    seen.add(who);
    return true;
  });
}

function rowOf(
  { value, evaluation }: Entry,
  board: Board,
  entriesPerUser: ReadonlyMap<string, number>,
): Omit<BoardRow, 'rank' | 'bestRank' | 'worstRank'> {
  const { submission, metrics } = evaluation;
  const score = metrics.find(({ name }) => name === board.by);
  const size = Size.safeParse(evaluation.inspection).data;
  return {
    submissionId: submission.id,
    evaluationId: evaluation.id,
    method: submission.method,
    participant: submission.user,
    baseline: submission.baseline,
    unsafe: evaluation.unsafe,
    score: score ? withGate(metricView(score), value, board) : { name: board.by, value, low: null, high: null, method: 'none' },
    metrics: metrics.map(metricView),
    parameters: size?.parameters ?? null,
    flops: size?.flops ?? null,
    modelBytes: size?.bytes ?? null,
    hardware: evaluation.timing?.hardwareClass ?? null,
    entries: submission.baseline ? 1 : (entriesPerUser.get(submission.userId) ?? 1),
    submittedAt: submission.createdAt.toISOString(),
  };
}

/** Adds a note to a value that is not ranked: the board's condition. */
function withGate(score: MetricValue, ranked: number | null, { gate }: Board): MetricValue {
  return gate === undefined || ranked !== null || score.value === null
    ? score
    : { ...score, note: `Not ranked: this board requires ${gate}.` };
}
