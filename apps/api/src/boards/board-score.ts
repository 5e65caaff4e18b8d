import { inJson, parseGate, releasesOf, stepInWords, timedMetricsOf } from '@unblind/contracts';
import type { Board, ChallengeKind, EvaluationBoard, MetricPart, MetricValue } from '@unblind/contracts';
import type { Metric, Phase } from '@unblind/database';
import { metricView } from '../evaluations/metric-view';
import { outward } from './outward';

/**
 * How a board shows results. whole: of the undivided split, as they are. ladder: of the ranking part, as its Ladder released them.
 * unblinded: of the ranking part, as they are.
 */
export type Release = 'whole' | 'ladder' | 'unblinded';

export type ShownMetric = Omit<Metric, 'replicates'>;

export function releaseOf({ feedback }: Board, phase: Pick<Phase, 'blinded' | 'unblindedAt'>, isDivided: boolean): Release {
  if (!feedback || phase.blinded || !isDivided) return 'whole';
  return phase.unblindedAt === null ? 'ladder' : 'unblinded';
}

export function partOf(release: Release): MetricPart {
  return release === 'whole' ? 'whole' : 'ranking';
}

interface Shown {
  board: Board;
  release: Release;
}

/** What a board shows of an entry with this value, which is null where it is unscored or the board's condition is not met. */
export function scoreOf(value: number | null, metric: ShownMetric | undefined, { board, release }: Shown): MetricValue {
  const { by, gate, feedback } = board;
  const unmet = value === null && gate !== undefined ? { note: unmetGate(board) } : {};
  if (release === 'ladder') {
    const bounds = value !== null && metric && feedback ? outward(metric, feedback) : { low: null, high: null };
    return inJson({ name: by, part: 'ranking', value, ...bounds, method: metric?.method ?? 'none', ...unmet });
  }
  if (!metric) return inJson({ name: by, part: partOf(release), value, low: null, high: null, method: 'none' });
  // Of the whole split or unblinded: there is nothing to round.
  const view = metricView(metric, false);
  return metric.value === null ? view : { ...view, ...unmet };
}

/** An evaluation's value by the board's metric; null if it is missing or the board's condition is not met. */
export function rankedValue({ gate }: Board, metric: ShownMetric | undefined, others: readonly ShownMetric[]): number | null {
  return meetsGate({ gate }, others) ? (metric?.value ?? null) : null;
}

/** Whether an entry with these metrics meets the board's condition. */
export function meetsGate({ gate }: Pick<Board, 'gate'>, metrics: readonly ShownMetric[]): boolean {
  const condition = gate === undefined ? null : parseGate(gate);
  return condition?.passes(metrics.find(({ name }) => name === condition.metric)?.value ?? null) ?? true;
}

export const unmetGate = ({ gate = '' }: Pick<Board, 'gate'>): string => `Not ranked: this board requires ${gate}.`;

interface Scored {
  metrics: readonly ShownMetric[];
  boardEntries: readonly { board: string; value: number | null }[];
  timing: { state: string } | null;
  phase: Pick<Phase, 'blinded' | 'unblindedAt'>;
}

interface ShownOnBoard extends EvaluationBoard {
  /** There is a value, which the board's Ladder has not released. */
  isWithheld: boolean;
}

/** What each board shows of one scored evaluation. `metrics` are those of the nominal inputs, the ranking part's among them. */
export function evaluationBoards(boards: readonly Board[], kind: ChallengeKind, scored: Scored): ShownOnBoard[] {
  const isDivided = scored.metrics.some(({ part }) => part !== 'whole');
  return boards.map((board) => {
    const release = releaseOf(board, scored.phase, isDivided);
    const metric = scored.metrics.find(({ name, part }) => name === board.by && part === partOf(release));
    const entry = scored.boardEntries.find((each) => each.board === board.id);
    if (timedMetricsOf(kind).includes(board.by) && scored.timing?.state !== 'done')
      return { board: board.id, score: null, reason: 'This entry has not been timed.', isWithheld: false };
    if (release === 'ladder' && !entry && !meetsGate(board, withoutRanking(scored.metrics)))
      return { board: board.id, score: null, reason: unmetGate(board), isWithheld: false };
    if (release === 'ladder' && board.feedback && !entry)
      return {
        board: board.id,
        score: null,
        reason: `Not released: it is not better than the best value that this entrant has on the board by ${stepInWords(board.feedback)}, or the board has shown ${releasesOf(board.feedback)} values of the entrant, which is all that a phase shows.`,
        isWithheld: true,
      };
    const value = release === 'unblinded' ? rankedValue(board, metric, withoutRanking(scored.metrics)) : (entry?.value ?? null);
    return { board: board.id, score: scoreOf(value, metric, { board, release }), reason: null, isWithheld: false };
  });
}

export const withoutRanking = <T extends { part: MetricPart }>(metrics: readonly T[]): T[] =>
  metrics.filter(({ part }) => part !== 'ranking');
