import { parseMetricName, underlyingMetric, type Derivation } from '../metric-name';
import type { MetricDeclaration, MetricOrder } from './declaration';
import { findMetric, orderOfMetric } from './find-metric';
import { ChallengeKind } from './index';

/** A metric's name for people. In `symbol` and `title`, `_X` makes X a subscript: 'ε_S'. */
export interface MetricDescription {
  title: string;
  symbol: string;
  meaning: string;
  unit: MetricDeclaration['unit'] | null;
  /** Null when only the challenge's own scorer knows. */
  order: MetricOrder | null;
}

/** A name that is not in the catalogue is used as its own title. */
export function describeMetric(kind: ChallengeKind, name: string): MetricDescription {
  const underlying = underlyingMetric(name);
  const order = orderOfMetric(kind, name);
  const found = findMetric(kind, underlying);
  const described = found
    ? { ...filled(found), unit: found.declaration.unit ?? null, order }
    : { title: underlying, symbol: underlying, meaning: '', unit: null, order };
  const { derivation } = parseMetricName(name);
  return derivation === null ? described : { ...described, ...derivedWords[derivation](described) };
}

function filled({ declaration, subject, at }: NonNullable<ReturnType<typeof findMetric>>) {
  const fill = (text: string) =>
    text
      .replaceAll('{at}', String(at))
      .replaceAll('{percent}', `${Number((100 * (at ?? NaN)).toPrecision(6))} %`)
      .replaceAll('{subject}', subject ?? '');
  return { title: fill(declaration.title), symbol: fill(declaration.symbol), meaning: fill(declaration.meaning) };
}

const derivedWords: Record<Derivation, (of: MetricDescription) => Partial<MetricDescription>> = {
  worst: ({ title, symbol }) => ({
    title: `Worst case of: ${title}`,
    symbol: `worst ${symbol}`,
    meaning: 'The worst value over the systematic variations.',
  }),
  quadrature: ({ title, symbol }) => ({
    title: `Relative changes in quadrature of: ${title}`,
    symbol: `Δ ${symbol}`,
    meaning: 'The relative changes under the systematic variations, summed in quadrature over their sources.',
    unit: null,
  }),
  ensemble: ({ title, symbol }) => ({
    title: `Of the ensemble: ${title}`,
    symbol: `ensemble ${symbol}`,
    meaning: 'Of the averaged predictions of all trainings.',
  }),
  spread: ({ title, symbol }) => ({
    title: `Spread over trainings of: ${title}`,
    symbol: `σ ${symbol}`,
    meaning: 'The standard deviation over the trainings, outliers left out.',
  }),
};

/** A title or a symbol without typesetting, for options, files and terminals. */
export function plainText(text: string): string {
  return text.replace(/_(\w)/g, '$1');
}

/** "higher is better" */
export function orderText(order: MetricOrder): string {
  return typeof order === 'string' ? `${order} is better` : `best at ${order.closestTo}`;
}

/** The unit in which a metric is stored, for any kind of challenge; null for a pure number. */
export function unitOf(name: string): MetricDescription['unit'] {
  for (const kind of ChallengeKind.options) {
    const found = findMetric(kind, underlyingMetric(name));
    if (found?.declaration.unit) return found.declaration.unit;
  }
  return null;
}
