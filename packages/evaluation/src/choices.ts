import { nominal, trainingNumber, underlyingMetric, type MetricOrder } from '@unblind/contracts';
import { worstVariation } from '@unblind/scoring';

/** A metric of rows on which is chosen where it is quoted on other rows. */
export interface ChoosingMetric {
  name: string;
  variation: string;
  value: number | null;
  /** Of a maximum over cuts. */
  cut?: number | null | undefined;
}

/** What is chosen on some rows of a split for quoting on others: the worst shift of each metric, and the cuts of maxima. */
export interface Choices {
  /** The rows, such as 'the diagnostic part'. */
  on: string;
  /** By metric. */
  worst: ReadonlyMap<string, string>;
  /** By variation and metric; of an ensemble under the metric's derived name. */
  cuts: ReadonlyMap<string, Readonly<Record<string, number>>>;
}

/** @param metrics all results of a submission on the rows that choose, as `summariseRuns` gives them */
export function choicesOf(metrics: readonly ChoosingMetric[], orderOf: (metric: string) => MetricOrder | null, on: string): Choices {
  const plain = metrics.filter(({ name, variation }) => name === underlyingMetric(name) && trainingNumber(variation) === null);
  const shifted = new Set(plain.flatMap(({ name, variation }) => (variation === nominal ? [] : [name])));
  const worst = new Map<string, string>();
  for (const name of shifted) {
    const order = orderOf(name);
    const where =
      order &&
      worstVariation(
        plain.filter((metric) => metric.name === name),
        order,
      );
    if (where) worst.set(name, where);
  }
  const cuts = new Map<string, Record<string, number>>();
  for (const { name, variation, cut } of metrics) {
    if (cut === undefined || cut === null) continue;
    cuts.set(variation, { ...cuts.get(variation), [name]: cut });
  }
  return { on, worst, cuts };
}
