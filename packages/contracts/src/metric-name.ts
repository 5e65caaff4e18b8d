/** How metrics and variations are named. Nothing else takes such names apart or puts them together. */

/** What a metric can be summed up to: over shifts (`worst`, `quadrature`) and over trainings (`ensemble`, `spread`). */
export const derivations = ['worst', 'quadrature', 'ensemble', 'spread'] as const;
export type Derivation = (typeof derivations)[number];

export interface MetricName {
  /** `worst` of `worst(auc)`; null: the metric itself. */
  derivation: Derivation | null;
  /** `rejection` of `rejection:Hbb@0.5`. */
  base: string;
  /** `Hbb` of `rejection:Hbb@0.5`; null where there is none. */
  subject: string | null;
  /** `0.5` of `rejection:Hbb@0.5`; null where there is none, NaN where it is no number. */
  at: number | null;
}

const derivedName = new RegExp(`^(${derivations.join('|')})\\((.+)\\)$`);

/** Takes any text; one without a derivation, a subject or a parameter is its own base. */
export function parseMetricName(text: string): MetricName {
  const [, derivation, inner] = derivedName.exec(text) ?? [];
  const [head = '', argument, ...rest] = (inner ?? text).split('@');
  const [base = '', ...subject] = head.split(':');
  return {
    derivation: derivations.find((known) => known === derivation) ?? null,
    base,
    subject: subject.length > 0 ? subject.join(':') : null,
    at: argument === undefined ? null : argument.trim() === '' || rest.length > 0 ? NaN : Number(argument),
  };
}

export function formatMetricName({ derivation = null, base, subject = null, at = null }: Partial<MetricName> & { base: string }): string {
  const plain = `${base}${subject === null ? '' : `:${subject}`}${at === null ? '' : `@${at}`}`;
  return derivation === null ? plain : derivedMetric(derivation, plain);
}

/** `worst(auc)` of `auc`. */
export function derivedMetric(derivation: Derivation, name: string): string {
  return `${derivation}(${name})`;
}

/** `auc` of `worst(auc)`, and of itself. */
export function underlyingMetric(name: string): string {
  return derivedName.exec(name)?.[2] ?? name;
}

/** The unshifted inputs. Other variations are shifts, by their ids, and single trainings. */
export const nominal = 'nominal';

/** The variation under which the metrics of one of several trainings are kept; the first is number 1. */
export function trainingVariation(number: number): string {
  return `seed-${number}`;
}

/** The number of the training, or null for another variation. */
export function trainingNumber(variation: string): number | null {
  const digits = /^seed-(\d+)$/.exec(variation)?.[1];
  return digits === undefined ? null : Number(digits);
}
