import { derivedMetric, nominal as unshifted, type MetricOrder, type ScoredMetric } from '@unblind/contracts';
import { scoredMetric } from '../bootstrap/scored-metric';

/** A metric under one systematic shift. Ids that end in -up and -down are the two directions of one source. */
export interface ShiftedMetric {
  readonly variation: string;
  readonly metric: ScoredMetric;
}

const bootstrap = 'poisson-bootstrap';

/**
 * `worst(m)`: the worst of the metric's nominal value and its values under each shift. The worst value is taken in each replicate, so
 * two submissions pair, and the interval accounts for changes of the worst shift.
 *
 * Unscored if the metric is unscored under any shift, because that shift may be the worst.
 */
export function worstCase(nominal: ScoredMetric, shifted: readonly ShiftedMetric[], order: MetricOrder): ScoredMetric {
  const all = [{ variation: unshifted, metric: nominal }, ...shifted];
  const value = worstOf(
    all.map(({ metric }) => metric.value ?? NaN),
    order,
  );
  const where = all.find(({ metric }) => metric.value === value)?.variation;
  return scoredMetric({
    name: derivedMetric('worst', nominal.name),
    value,
    replicates: combineReplicates(all, (values) => worstOf(values, order)),
    method: bootstrap,
    mayBeInfinite: true,
    ...(where === undefined ? {} : { note: where === unshifted ? 'No shift makes it worse.' : `Under ${where}.` }),
    whyUnscored: value === Infinity ? 'Infinite under every shift.' : `Unscored under ${unscored(all)}.`,
  });
}

/** The lowest, the highest, or the value farthest from the best one; NaN if any is NaN. */
function worstOf(values: readonly number[], order: MetricOrder): number {
  if (order === 'higher') return Math.min(...values);
  if (order === 'lower') return Math.max(...values);
  if (values.some(Number.isNaN)) return NaN;
  const distance = (value: number) => Math.abs(value - order.closestTo);
  return values.reduce((worst, value) => (distance(value) > distance(worst) ? value : worst));
}

/**
 * `quadrature(m)`: the relative change |m_shift / m_nominal - 1|, the larger of the two directions of each source, summed in
 * quadrature over the sources (the recipe of ATLAS's top-tagging open data, arXiv:2407.20127). 0 is best. It is never negative and
 * enlarged by resampling, so its interval is centred on the value.
 */
export function quadratureSum(nominal: ScoredMetric, shifted: readonly ShiftedMetric[]): ScoredMetric {
  const all = [{ variation: unshifted, metric: nominal }, ...shifted];
  const sources = shifted.map(({ variation }) => sourceOf(variation));
  const total = ([centre = NaN, ...values]: readonly number[]): number => {
    const largest = new Map<string, number>();
    values.forEach((value, i) => {
      const source = sources[i] ?? '';
      // Math.max keeps NaN, so an unknown source makes the sum unknown.
      largest.set(source, Math.max(largest.get(source) ?? 0, Math.abs(value / centre - 1)));
    });
    return Math.sqrt([...largest.values()].reduce((sum, change) => sum + change ** 2, 0));
  };
  return scoredMetric({
    name: derivedMetric('quadrature', nominal.name),
    value: total(all.map(({ metric }) => metric.value ?? NaN)),
    replicates: combineReplicates(all, total),
    method: bootstrap,
    isDistance: true,
    note: `Relative changes of ${new Set(sources).size} sources in quadrature.`,
    whyUnscored:
      nominal.value === 0
        ? 'The nominal value is 0.'
        : all.some(({ metric }) => metric.value === Infinity)
          ? 'A value is infinite.'
          : `Unscored under ${unscored(all)}.`,
  });
}

function sourceOf(variation: string): string {
  return variation.replace(/-(up|down)$/, '');
}

function combineReplicates(all: readonly ShiftedMetric[], combine: (values: readonly number[]) => number): Float64Array | null {
  const vectors = all.flatMap(({ metric }) => metric.replicates ?? []);
  const [first] = vectors;
  if (!first || vectors.length !== all.length || vectors.some(({ length }) => length !== first.length)) return null;
  return first.map((_, i) => combine(vectors.map((vector) => vector[i] ?? NaN)));
}

function unscored(all: readonly ShiftedMetric[]): string {
  return all
    .filter(({ metric }) => metric.value === null)
    .map(({ variation }) => variation)
    .join(', ');
}
