import { z } from 'zod';
import { keysOf } from '../keys-of';
import { anomaly } from './anomaly';
import { classification } from './classification';
import { custom } from './custom';
import type { KindDeclaration } from './declaration';
import { intervalEstimation } from './interval-estimation';
import { selection } from './selection';
import { tagging } from './tagging';
import { tracking } from './tracking';

/** The one place where kinds of challenges are declared. */
export const kinds = {
  tagging,
  classification,
  selection,
  tracking,
  'interval-estimation': intervalEstimation,
  anomaly,
  custom,
} as const satisfies Record<string, KindDeclaration>;
type Catalogue = typeof kinds;

export type ChallengeKind = keyof Catalogue;
export const ChallengeKind = z.enum(keysOf(kinds));

/** For a kind that is known only at run time. */
export function declarationOf(kind: ChallengeKind): KindDeclaration {
  return kinds[kind];
}

/** The names of a kind's metrics without the timed ones. A scorer's table typed by it must have a function for each. */
export type PlainMetricOf<K extends ChallengeKind> = keyof Catalogue[K]['metrics'] & string;
/** The names of a kind's metric families: those with a parameter or a subject. */
export type MetricFamilyOf<K extends ChallengeKind> = keyof Catalogue[K]['families'] & string;
export type TimedMetricOf<K extends ChallengeKind> = keyof Catalogue[K]['timed'] & string;

/** What an output contract of a kind may say its numbers are. */
export type MeaningOf<K extends ChallengeKind> = z.infer<Catalogue[K]['outputs']['meanings']>;

/** The metrics or families of a kind that are computed from an answer form. */
export type OfAnswers<Table> = { [Name in keyof Table]: Table[Name] extends { ofAnswers: true } ? Name : never }[keyof Table] & string;
export type MetricsOf<K extends ChallengeKind> = Catalogue[K]['metrics'];
export type FamiliesOf<K extends ChallengeKind> = Catalogue[K]['families'];

export { staticMetrics, timedMetrics } from './cost-metrics';
export type * from './declaration';
