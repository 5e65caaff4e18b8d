import { parseGate, timedMetricsOf } from '@unblind/contracts';
import type { Board, ChallengeKind } from '@unblind/contracts';

/** The boards that a timing fills, and those that scoring fills. */
export function boardsBy(source: 'timing' | 'scoring', kind: ChallengeKind, boards: readonly Board[]): Board[] {
  const timed = timedMetricsOf(kind);
  return boards.filter(({ by }) => timed.includes(by) === (source === 'timing'));
}

/** What an evaluation has on a board; null, and hence no rank, where it is unscored or not good enough for the board. */
export function entryValue({ by, gate }: Board, valueOf: (metric: string) => number | null): number | null {
  const condition = gate === undefined ? null : parseGate(gate);
  return condition && !condition.passes(valueOf(condition.metric)) ? null : valueOf(by);
}
