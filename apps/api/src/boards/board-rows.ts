import { Inspection } from '@unblind/contracts';
import type { Board, BoardRow } from '@unblind/contracts';
import { decodeReplicates } from '@unblind/database';
import type { Metric } from '@unblind/database';
import { rankRanges } from '@unblind/scoring';
import { metricView } from '../evaluations/metric-view';
import { meetsGate, scoreOf, unmetGate } from './board-score';
import type { Release } from './board-score';
import type { Entry, ScoredEvaluation } from './boards.repository';

export interface Ranking {
  board: Board;
  release: Release;
  /** The phase's truth is in use: the metrics of the diagnostic part are rounded. */
  inUse: boolean;
  show: 'best' | 'all';
  /** The metric that the board ranks by, by evaluation. */
  metrics: ReadonlyMap<string, Metric>;
  entriesPerUser: ReadonlyMap<string, number>;
}

export const Size = Inspection.pick({ parameters: true, flops: true, bytes: true }).partial({ bytes: true });

/** Orders the entries, best first and unscored last, with rank and rank range. Baselines are ranked like other entries, and marked. */
export function boardRows(entries: readonly Entry[], { show, ...ranking }: Ranking): BoardRow[] {
  const { board, metrics } = ranking;
  const shown = show === 'best' ? bestEntries(entries, board) : newestOfEach(entries).sort((a, b) => compare(a, b, board.order));
  const comparable = shown.map(({ value, evaluation }) => {
    const replicates = metrics.get(evaluation.id)?.replicates;
    return { value, replicates: replicates ? decodeReplicates(replicates) : null };
  });
  const ranges = rankRanges(comparable, board.order);
  return shown.map((entry, index) => {
    const range = entry.value === null ? undefined : ranges[index];
    const score = scoreOf(entry.value, metrics.get(entry.evaluation.id), ranking);
    const { rank = null, best = null, worst = null } = range ?? {};
    return { rank, bestRank: best, worstRank: worst, released: true, disagreement: entry.disagreement, score, ...factsOf(entry, ranking) };
  });
}

/** The entries of which a Ladder has released nothing, the earliest first, so that their order tells nothing of their values. */
export function unreleasedRows(entries: readonly Entry[], ranking: Omit<Ranking, 'show'>): BoardRow[] {
  return newestOfEach(entries)
    .sort((a, b) => sentAt(a) - sentAt(b))
    .map((entry) => ({
      rank: null,
      bestRank: null,
      worstRank: null,
      released: false,
      disagreement: false,
      score: {
        name: ranking.board.by,
        part: 'ranking',
        value: null,
        low: null,
        high: null,
        method: 'none',
        note: meetsGate(ranking.board, entry.evaluation.metrics) ? 'not released' : unmetGate(ranking.board),
      },
      ...factsOf(entry, ranking),
    }));
}

/**
 * Each entrant's best entry, as a board shows it. Of answers it is the last one: the score of an answer is fair to what somebody believes
 * only if they cannot bet on several.
 */
export function bestEntries(entries: readonly Entry[], { order }: Board): Entry[] {
  const best = (a: Entry, b: Entry): number => compare(a, b, order);
  const [answers, others] = [entries.filter(isAnswer), entries.filter((entry) => !isAnswer(entry))];
  const counting = [...newestOfEach(others).sort(best), ...newestOfEach(answers).sort((a, b) => sentAt(b) - sentAt(a))];
  return firstOfEach(counting).sort(best);
}

const isAnswer = ({ evaluation }: Entry): boolean => evaluation.submission.kind === 'answer';

/** Sorts null last, and the earlier submission first of equal values. */
function compare(a: Entry, b: Entry, order: Board['order']): number {
  if (a.value !== null && b.value !== null && a.value !== b.value) return order === 'desc' ? b.value - a.value : a.value - b.value;
  if (a.value === null && b.value !== null) return 1;
  if (a.value !== null && b.value === null) return -1;
  return sentAt(a) - sentAt(b);
}

const sentAt = ({ evaluation }: Entry): number => evaluation.submission.createdAt.getTime();

/** Keeps only the newest result of each submission, for submissions that were scored again. */
export function newestOf(evaluations: readonly ScoredEvaluation[]): ScoredEvaluation[] {
  const newest = new Map<string, ScoredEvaluation>();
  for (const evaluation of evaluations) {
    const known = newest.get(evaluation.submission.id);
    if (!known || known.number < evaluation.number) newest.set(evaluation.submission.id, evaluation);
  }
  return [...newest.values()];
}

function newestOfEach(entries: readonly Entry[]): Entry[] {
  const newest = new Set(newestOf(entries.map(({ evaluation }) => evaluation)));
  return entries.filter(({ evaluation }) => newest.has(evaluation));
}

/** The first entry of each entrant in the given order. Every baseline is kept. */
function firstOfEach(ordered: readonly Entry[]): Entry[] {
  const seen = new Set<string>();
  return ordered.filter(({ evaluation: { submission } }) => {
    const who = submission.baseline ? submission.id : (submission.teamId ?? submission.userId);
    if (seen.has(who)) return false;
    seen.add(who);
    return true;
  });
}

/** What a row says of an entry besides its place. */
function factsOf({ evaluation }: Entry, { entriesPerUser, inUse }: Pick<Ranking, 'entriesPerUser' | 'inUse'>) {
  const { submission, metrics } = evaluation;
  const size = Size.safeParse(evaluation.inspection).data;
  return {
    submissionId: submission.id,
    evaluationId: evaluation.id,
    method: submission.method,
    participant: submission.user,
    baseline: submission.baseline,
    unsafe: evaluation.unsafe,
    contested: false,
    metrics: metrics.map((metric) => metricView(metric, inUse)),
    parameters: size?.parameters ?? null,
    flops: size?.flops ?? null,
    modelBytes: size?.bytes ?? null,
    hardware: evaluation.timing?.hardwareClass ?? null,
    entries: submission.baseline ? 1 : (entriesPerUser.get(submission.userId) ?? 1),
    submittedAt: submission.createdAt.toISOString(),
  };
}
