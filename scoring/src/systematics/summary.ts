import { derivedMetric, nominal as unshifted, type MetricOrder, type ScoredMetric } from '@unblind/contracts';
import { scoredMetric } from '../bootstrap/scored-metric';

/** A metric under one systematic shift. Ids that end in -up and -down are the two directions of one source. */
export interface ShiftedMetric {
  readonly variation: string;
  readonly metric: ScoredMetric;
}

const bootstrap = 'poisson-bootstrap';

/** Where a metric was found to be worst, on events other than those on which it is quoted. */
export interface WorstShift {
  /** The id of a shift, or `nominal`. */
  readonly variation: string;
  /** The events, such as 'the diagnostic part'. */
  readonly on: string;
}

/**
 * Where a metric is worst, nominal or under a shift; null if it is unscored anywhere, because that may be the worst. Of equal values, such as
 * two infinite rejections, it is nominal, else the first id, so that the order in which results are read never decides.
 */
export function worstVariation(values: readonly { variation: string; value: number | null }[], order: MetricOrder): string | null {
  const value = worstOf(
    values.map((each) => each.value ?? NaN),
    order,
  );
  const worst = values.filter((each) => each.value === value).map(({ variation }) => variation);
  return worst.includes(unshifted) ? unshifted : (worst.sort()[0] ?? null);
}

/**
 * `worst(m)`: the metric where it is worst, nominal or under a shift. The smallest of several measured values is biased by their noise, and no
 * interval of it covers. So the shift is chosen on other events; what is quoted is the ordinary value under that shift with its ordinary
 * interval. Without such a choice it is the worst value of these events, without an interval.
 *
 * Unscored if the metric is unscored where it is quoted or, without a choice, under any shift.
 */
export function worstCase(nominal: ScoredMetric, shifted: readonly ShiftedMetric[], order: MetricOrder, chosen?: WorstShift): ScoredMetric {
  const all = [{ variation: unshifted, metric: nominal }, ...shifted];
  const name = derivedMetric('worst', nominal.name);
  const own = worstVariation(
    all.map(({ variation, metric }) => ({ variation, value: metric.value })),
    order,
  );
  const where = chosen?.variation ?? own;
  const metric = all.find(({ variation }) => variation === where)?.metric;
  const none = { low: null, high: null, replicates: null };
  if (!metric) return { name, value: null, ...none, method: nominal.method, note: `Unscored under ${unscored(all)}.` };
  const { cut: _cut, ...quoted } = metric;
  const shift = where === unshifted ? 'No shift makes it worse' : `Under ${where}`;
  if (!chosen)
    return { ...quoted, name, ...none, note: `${shift}. The shift is chosen on the scored events, which biases the value: no interval.` };
  return { ...quoted, name, note: [`${shift}, chosen on ${chosen.on}.`, metric.note].filter((text) => text !== undefined).join(' ') };
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
 * quadrature over the sources (the recipe of ATLAS's top-tagging open data, arXiv:2407.20127). 0 is best. It is a distance, which noise alone
 * makes larger than 0, so it has no interval.
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
