import { timedMetricsOf } from '@unblind/contracts';
import type { Board, ChallengeKind } from '@unblind/contracts';
import { rankedValue } from './board-score';
import type { Release, ShownMetric } from './board-score';
import type { Entry, ScoredEvaluation } from './boards.repository';

interface Found {
  kind: ChallengeKind;
  board: Board;
  release: Release;
  /** The stored entries of the board. */
  entries: readonly Entry[];
  /** Every scored evaluation of the phase. */
  scored: readonly ScoredEvaluation[];
  /** The metric that the board ranks by, by evaluation. */
  metrics: ReadonlyMap<string, ShownMetric>;
}

/** The entries that have a place on the board, and those that its Ladder has not released. */
export function placeEntries({ kind, board, release, entries, scored, metrics }: Found): { placed: Entry[]; unreleased: Entry[] } {
  const isTimed = timedMetricsOf(kind).includes(board.by);
  const measured = scored.filter(({ timing }) => !isTimed || timing?.state === 'done');
  if (release === 'unblinded') {
    const disagreeing = new Set(entries.filter(({ disagreement }) => disagreement).map(({ evaluation }) => evaluation.id));
    const placed = measured.map((evaluation) => ({
      value: rankedValue(board, metrics.get(evaluation.id), evaluation.metrics),
      disagreement: disagreeing.has(evaluation.id),
      evaluation,
    }));
    return { placed, unreleased: [] };
  }
  const known = new Set(entries.map(({ evaluation }) => evaluation.submission.id));
  const others = measured.filter(({ submission }) => release === 'ladder' && !known.has(submission.id));
  return { placed: [...entries], unreleased: others.map((evaluation) => ({ value: null, disagreement: false, evaluation })) };
}
