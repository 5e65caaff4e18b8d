import {
  findMetric,
  type ChallengeKind,
  type FamiliesOf,
  type MetricFamilyOf,
  type MetricsOf,
  type OfAnswers,
  type PlainMetricOf,
} from '@unblind/contracts';
import type { PreparedMetric } from './prepared-metric';
import { unknownMetric } from './unknown-metric';

/** A prepared metric without the fields that come from the catalogue. */
export type Prepared<Weighted> = Omit<PreparedMetric<Weighted>, 'name' | 'isDistance'>;

/** A function for each metric that the catalogue declares for a kind, except those of answer forms. A missing one does not compile. */
export interface MetricTable<K extends ChallengeKind, Sample, Weighted> {
  readonly plain: Readonly<Record<Exclude<PlainMetricOf<K>, OfAnswers<MetricsOf<K>>>, (sample: Sample) => Prepared<Weighted>>>;
  readonly families: Readonly<
    Record<Exclude<MetricFamilyOf<K>, OfAnswers<FamiliesOf<K>>>, (sample: Sample, at: number, subject: string) => Prepared<Weighted>>
  >;
}

/** @throws ScoringRefusal `metric-unknown`, naming the nearest known metric */
export function prepareMetric<K extends ChallengeKind, Sample, Weighted>(
  kind: K,
  table: MetricTable<K, Sample, Weighted>,
  name: string,
  sample: Sample,
): PreparedMetric<Weighted> {
  const found = findMetric(kind, name);
  const { family, at, subject, declaration } = found ?? {};
  const isDistance = declaration?.distance ?? false;
  if (found && family === null) {
    const plain = entryOf<(sample: Sample) => Prepared<Weighted>>(table.plain, name);
    if (plain) return { name, isDistance, ...plain(sample) };
  }
  if (family) {
    const member = entryOf<(sample: Sample, at: number, subject: string) => Prepared<Weighted>>(table.families, family);
    if (member) return { name, isDistance, ...member(sample, at ?? NaN, subject ?? '') };
  }
  throw unknownMetric(kind, name);
}

/** Only own entries, because a metric could be named 'toString'. */
export function entryOf<Entry>(table: Readonly<Record<string, Entry>>, name: string): Entry | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
