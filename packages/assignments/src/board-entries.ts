import { nominal, parseGate, timedMetricsOf } from '@unblind/contracts';
import type { Board, ChallengeKind, MetricPart, MetricValue } from '@unblind/contracts';
import { disagree } from '@unblind/scoring';

/** The boards that get their entries from a timing, or those that get them from scoring. */
export function boardsBy(source: 'timing' | 'scoring', kind: ChallengeKind, boards: readonly Board[]): Board[] {
  const timed = timedMetricsOf(kind);
  return boards.filter(({ by }) => timed.includes(by) === (source === 'timing'));
}

/** A value of an evaluation that is stored, or about to be. */
export type KnownMetric = Pick<MetricValue, 'name' | 'value' | 'low' | 'high'> & { variation: string; part: MetricPart };

/**
 * The metric that an evaluation is ranked by on a board. Null, so without a rank, if it is missing or the board's gate is not passed. The
 * gate is checked on the diagnostic part: on the ranking part it would answer questions about it.
 */
export function rankedMetric({ by, gate }: Board, metrics: readonly KnownMetric[]): KnownMetric | null {
  const condition = gate === undefined ? null : parseGate(gate);
  if (condition && !condition.passes(metricOf(metrics, condition.metric, 'diagnostic')?.value ?? null)) return null;
  return metricOf(metrics, by, 'ranking');
}

/** Whether what the two parts of the split say of a board's metric differs by more than three sigma. */
export function partsDisagree({ by }: Board, metrics: readonly KnownMetric[]): boolean {
  const [ranking, diagnostic] = [metricOf(metrics, by, 'ranking'), metricOf(metrics, by, 'diagnostic')];
  return ranking !== null && diagnostic !== null && disagree(ranking, diagnostic);
}

/** Of the part or, for times and for a split without parts, of the whole. */
function metricOf(metrics: readonly KnownMetric[], name: string, part: MetricPart): KnownMetric | null {
  const named = metrics.filter((metric) => metric.name === name && metric.variation === nominal);
  return named.find((metric) => metric.part === part) ?? named.find((metric) => metric.part === 'whole') ?? null;
}
