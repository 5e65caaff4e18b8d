import { formatMetricName, parseMetricName, underlyingMetric } from '../metric-name';
import { nearest } from '../nearest';
import type { MetricDeclaration, MetricFamily, MetricOrder } from './declaration';
import { declarationOf, staticMetrics, type ChallengeKind } from './index';

/** A metric found by the parts of its name. */
export interface NamedMetric {
  declaration: MetricDeclaration;
  family: string | null;
  subject: string | null;
  at: number | null;
}

/** The classes and quantities that a challenge names, which may follow a family's name. */
export interface Subjects {
  class?: readonly string[];
  quantity?: readonly string[];
}

/** Looks up a name such as 'auc', 'rejection@0.3', 'rejection:Hbb@0.5' or 'pull-mass' in the catalogue; null when unknown. */
export function findMetric(kind: ChallengeKind, name: string): NamedMetric | null {
  const { metrics, timed } = declarationOf(kind);
  const tables: Readonly<Record<string, MetricDeclaration>>[] = [metrics, timed, staticMetrics];
  const declaration = tables.find((table) => Object.hasOwn(table, name))?.[name];
  if (declaration) return { declaration, family: null, subject: null, at: null };
  const member = familyOf(kind, name);
  return member && problemOfParts(member) === null ? member : null;
}

/** Which direction is better, for plain and derived metrics; null when the catalogue does not know it, as for kind `custom`. */
export function orderOfMetric(kind: ChallengeKind, name: string): MetricOrder | null {
  const found = findMetric(kind, underlyingMetric(name));
  if (!found) return null;
  const { derivation } = parseMetricName(name);
  return derivation === 'spread' || derivation === 'quadrature' ? 'lower' : found.declaration.order;
}

/** Why a challenge cannot compute a metric, and which metric its author may have meant. */
export interface MetricProblem {
  message: string;
  suggestion: string | null;
}

/**
 * Null when a scorer of the kind can compute it. Timed and static metrics are not computed by scorers.
 * @param subjects what may follow a family's name; absent when not known here
 */
export function problemOfMetric(kind: ChallengeKind, name: string, subjects?: Subjects): MetricProblem | null {
  const { metrics } = declarationOf(kind);
  if (Object.hasOwn(metrics, name)) return null;
  const { base, at } = parseMetricName(name);
  const known = knownMetrics(kind, subjects, at);
  const member = familyOf(kind, name);
  if (!member) {
    const suggestion = Object.hasOwn(metrics, base) ? base : nearest(name, known);
    const all = suggestion === null ? `; metrics are ${known.join(', ')}` : '';
    return { message: `'${name}' is no metric of kind '${kind}'${all}`, suggestion };
  }
  const relatives = known.filter((other) => familyOf(kind, other)?.family === member.family);
  const suggestion = nearest(name, relatives) ?? relatives[0] ?? null;
  const problem = problemOfParts(member);
  if (problem !== null) return { message: `'${name}' ${problem}`, suggestion };
  const { subject: of } = member.declaration;
  const choices = of && subjects?.[of];
  if (!choices || choices.some((choice) => choice === member.subject)) return null;
  return { message: `'${name}' is no metric of this challenge, which has no ${of} '${member.subject ?? ''}' for it`, suggestion };
}

/** All metric names that a challenge of a kind may list. Families get the parameter `at` where it fits, otherwise that of their example. */
export function knownMetrics(kind: ChallengeKind, subjects: Subjects = {}, at: number | null = null): string[] {
  const { metrics, families } = declarationOf(kind);
  const members = Object.entries(families).flatMap(([family, declaration]) => {
    const { subject, example } = declaration;
    if (subject === 'quantity') return subjects.quantity?.map((quantity) => `${family}-${quantity}`) ?? [example];
    const fits = at !== null && problemOfParts({ declaration, subject: subject ? '' : null, at }) === null;
    if (!subject) return fits ? formatMetricName({ base: family, at }) : example;
    const parameter = fits ? at : parseMetricName(example).at;
    return subjects.class?.map((name) => formatMetricName({ base: family, subject: name, at: parameter })) ?? [example];
  });
  return [...Object.keys(metrics), ...members];
}

/** Whether the first part of a name is that of a family, regardless of the rest. */
function familyOf(kind: ChallengeKind, name: string): (NamedMetric & { declaration: MetricFamily }) | null {
  const { families } = declarationOf(kind);
  const { derivation, base, subject, at } = parseMetricName(name);
  if (derivation !== null) return null;
  if (Object.hasOwn(families, base) && families[base]) return { declaration: families[base], family: base, subject, at };
  for (const [family, declaration] of Object.entries(families))
    if (declaration.subject === 'quantity' && base.startsWith(`${family}-`))
      return { declaration, family, subject: base.slice(family.length + 1), at };
  return null;
}

type Parts = { declaration: MetricFamily } & Pick<NamedMetric, 'subject' | 'at'>;

function problemOfParts({ declaration, subject, at }: Parts): string | null {
  const { at: wanted, subject: of, example } = declaration;
  if (of ? subject === null : subject !== null) return of ? `needs a ${of}, as in '${example}'` : 'takes nothing after a colon';
  if (!wanted) return at === null ? null : 'takes no number after an @';
  if (at === null) return `needs a ${wanted.name}, as in '${example}'`;
  const { range, excluded } = wanted;
  const [low, high] = range;
  if (at >= low && at <= high && !excluded.includes(at)) return null;
  const from = excluded.includes(low) ? `above ${low}` : `of at least ${low}`;
  return `needs a ${wanted.name} ${from} and ${excluded.includes(high) ? `below ${high}` : `at most ${high}`}`;
}
