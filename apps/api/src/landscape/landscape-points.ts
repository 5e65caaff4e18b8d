import { boardOrder, findMetric, isInfinite, staticCosts } from '@unblind/contracts';
import type { ChallengeKind, LandscapeAxis, LandscapePoint, MetricValue } from '@unblind/contracts';
import { paretoFront } from '@unblind/scoring';
import { Size } from '../boards/board-rows';
import type { ScoredEvaluation } from '../boards/boards.repository';
import { metricView } from '../evaluations/metric-view';

/** Whether a smaller or larger cost is better; null: the number is not a cost (a score that already includes quality). */
export function costOrder(kind: ChallengeKind, name: string): LandscapeAxis['order'] | null {
  const declaration = findMetric(kind, name)?.declaration;
  return declaration && declaration.quality === undefined ? boardOrder(declaration.order) : null;
}

/**
 * One number of an entry, from its model file or its metrics; null if it has none. On a divided split the metrics are the diagnostic
 * part's, and rounded while the truth is in use.
 */
export function numberOf(evaluation: ScoredEvaluation, name: string, inUse: boolean): MetricValue | null {
  const cost = staticCosts.find((each) => each === name);
  if (cost !== undefined) {
    const size = Size.safeParse(evaluation.inspection).data;
    const value = { parameters: size?.parameters, flops: size?.flops, model_bytes: size?.bytes }[cost];
    return typeof value === 'number' ? { name, value, low: null, high: null, method: 'static' } : null;
  }
  const metric = evaluation.metrics.find((each) => each.name === name);
  return metric && metric.value !== null ? metricView(metric, inUse) : null;
}

const placeOf = (metric: MetricValue): number => (isInfinite(metric) ? Infinity : (metric.value ?? NaN));

interface Drawn {
  x: LandscapeAxis;
  y: LandscapeAxis;
  /** The kind's metrics of speed. */
  timed: readonly string[];
  inUse: boolean;
}

/** The entries with both numbers, best quality first. Places follow what is shown, not what was rounded away. */
export function pointsOf(entries: readonly ScoredEvaluation[], { x, y, timed, inUse }: Drawn): LandscapePoint[] {
  const drawn = entries.flatMap((evaluation) => {
    const [across, up] = [numberOf(evaluation, x.name, inUse), numberOf(evaluation, y.name, inUse)];
    return across && up ? [{ evaluation, x: across, y: up, place: { x: placeOf(across), y: placeOf(up) } }] : [];
  });
  const sign = y.order === 'desc' ? -1 : 1;
  // Two infinities have no difference.
  drawn.sort((a, b) => (a.place.y === b.place.y ? 0 : sign * (a.place.y - b.place.y)));
  const onFront = paretoFront(
    drawn.map(({ place }) => place),
    { x: x.order, y: y.order },
  );
  return drawn.map(({ evaluation, x: across, y: up }, index) => {
    const { submission } = evaluation;
    const size = Size.safeParse(evaluation.inspection).data;
    return {
      submissionId: submission.id,
      evaluationId: evaluation.id,
      method: submission.method,
      participant: submission.user,
      baseline: submission.baseline,
      unsafe: evaluation.unsafe,
      hardware: evaluation.timing?.hardwareClass ?? null,
      x: across,
      y: up,
      onFront: onFront[index] ?? false,
      parameters: size?.parameters ?? null,
      flops: size?.flops ?? null,
      modelBytes: size?.bytes ?? null,
      measured: evaluation.metrics.filter(({ name }) => timed.includes(name)).map((metric) => metricView(metric, inUse)),
    };
  });
}
