import { parseGate, timedMetricsOf } from '@unblind/contracts';
import type { Board, ChallengeKind } from '@unblind/contracts';

/** The boards that get their entries from a timing, or those that get them from scoring. */
export function boardsBy(source: 'timing' | 'scoring', kind: ChallengeKind, boards: readonly Board[]): Board[] {
  const timed = timedMetricsOf(kind);
  return boards.filter(({ by }) => timed.includes(by) === (source === 'timing'));
}

/** An evaluation's value on a board; null, so without a rank, if the value is missing or the board's gate is not passed. */
export function entryValue({ by, gate }: Board, valueOf: (metric: string) => number | null): number | null {
  const condition = gate === undefined ? null : parseGate(gate);
  return condition && !condition.passes(valueOf(condition.metric)) ? null : valueOf(by);
}
