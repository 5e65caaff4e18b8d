import type { LoadedEvaluation } from '@unblind/assignments';
import { derivedMetric, diagnosticMetrics, underlyingMetric, type MetricOrder } from '@unblind/contracts';
import { choicesOf, type Choices, type MetricRow, type SummarisedScores } from '@unblind/evaluation';
import type { ScoredPart } from './part-scorer';

/** How the rows of a part are scored. */
export interface PartRequest {
  metricsOf: (variation: string) => readonly string[];
  choices?: Choices | undefined;
  replicates?: number;
}

/** Results of the same files elsewhere, which may be none. */
export type ChoosingRows = Parameters<typeof choicesOf>[0];

interface Whole {
  evaluation: LoadedEvaluation;
  /** There are results under shifts. */
  shifted: boolean;
  before: ChoosingRows;
  orderOf: (metric: string) => MetricOrder | null;
}

/**
 * Scores a split that is not divided. Worst cases and maxima over cuts are quoted on all its rows where the same files have a diagnostic part
 * elsewhere, on which shift and cut are chosen. For files without one, they are chosen on one half of the rows and quoted on the other.
 */
export async function quoteWhole(
  score: (part: ScoredPart, request: PartRequest) => Promise<SummarisedScores>,
  { evaluation, shifted, before, orderOf }: Whole,
): Promise<SummarisedScores> {
  const metricsOf = () => evaluation.metrics;
  const earlier = choicesOf(before, orderOf, "the development's diagnostic part");
  const whole = await score('whole', { metricsOf, choices: earlier });
  const own = whole.metrics.filter((row) => row.cut !== undefined).map(({ name }) => underlyingMetric(name));
  // Of a half, a value that depends on how many rows there are would mean something else.
  const divisible = diagnosticMetrics(evaluation.manifest.kind, evaluation.metrics);
  const unchosen = shifted ? divisible.filter((name) => orderOf(name) !== null && !earlier.worst.has(name)) : [];
  const open = [...new Set([...own, ...unchosen])];
  if (open.length === 0) return whole;
  const choosing = await score('choosing-half', { metricsOf: () => open, replicates: 0 });
  const choices = choicesOf(choosing.metrics, orderOf, 'the other half of the rows');
  const quoting = await score('quoting-half', { metricsOf: () => open, choices });
  const isOpen = ({ name }: MetricRow) =>
    own.includes(underlyingMetric(name)) || unchosen.some((of) => name === derivedMetric('worst', of));
  return { ...whole, metrics: [...whole.metrics.filter((row) => !isOpen(row)), ...quoting.metrics.filter(isOpen)] };
}
