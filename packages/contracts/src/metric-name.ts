/** The grammar of metric and variation names. No other code parses or builds such names. */

/** How a metric can be summarised: over shifts (`worst`, `quadrature`) and over trainings (`ensemble`, `spread`). */
export const derivations = ['worst', 'quadrature', 'ensemble', 'spread'] as const;
export type Derivation = (typeof derivations)[number];

export interface MetricName {
  /** `worst` in `worst(auc)`; null for a plain metric. */
  derivation: Derivation | null;
  /** `rejection` in `rejection:Hbb@0.5`. */
  base: string;
  /** `Hbb` in `rejection:Hbb@0.5`; null when absent. */
  subject: string | null;
  /** `0.5` in `rejection:Hbb@0.5`; null when absent, NaN when not a number. */
  at: number | null;
}

const derivedName = new RegExp(`^(${derivations.join('|')})\\((.+)\\)$`);

/** Accepts any text. Text without a derivation, subject or parameter becomes the base. */
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

/** ('worst', 'auc') -> 'worst(auc)' */
export function derivedMetric(derivation: Derivation, name: string): string {
  return `${derivation}(${name})`;
}

/** 'worst(auc)' -> 'auc'; 'auc' -> 'auc' */
export function underlyingMetric(name: string): string {
  return derivedName.exec(name)?.[2] ?? name;
}

/** The variation of the unshifted inputs. Other variations are shifts, named by their ids, and single trainings. */
export const nominal = 'nominal';

/** The variation under which the metrics of one of several trainings are stored; numbers start at 1. */
export function trainingVariation(number: number): string {
  return `seed-${number}`;
}

/** The number of the training, or null for another variation. */
export function trainingNumber(variation: string): number | null {
  const digits = /^seed-(\d+)$/.exec(variation)?.[1];
  return digits === undefined ? null : Number(digits);
}
