import { ScoringRefusal } from '../../refusal';

/** Effect of a nuisance parameter, in units of its standard deviation, on one process. */
export type NuisanceEffect =
  /** Templates at +1 and -1 standard deviation, in the bins of the nominal one. */
  | { readonly kind: 'shape'; readonly up: Float64Array; readonly down: Float64Array }
  /** A factor 1 + width theta: a normal uncertainty of the yield. */
  | { readonly kind: 'normal'; readonly width: number }
  /** A factor (1 + width)^theta, which stays positive. */
  | { readonly kind: 'log-normal'; readonly width: number };

/** Expected events of a process in each bin, at mu = 1 for a signal. */
export interface ProcessTemplate {
  readonly name: string;
  readonly nominal: Float64Array;
  /** True if the process is scaled by mu. */
  readonly signal: boolean;
  /** Effects by the name of the nuisance; other nuisances do not change the process. */
  readonly effects: Readonly<Record<string, NuisanceEffect>>;
}

/**
 * A counting model in bins: nu_b = sum_p mu_p nominal_pb prod_k f_kpb(theta_k), with each theta_k constrained by a standard
 * normal.
 */
export interface TemplateModel {
  readonly processes: readonly ProcessTemplate[];
  readonly nuisances: readonly string[];
}

/**
 * @throws ScoringRefusal `value-invalid` for no signal, templates of different lengths, a content that is negative or not
 *   finite, a width that is not above 0, an effect of an unknown nuisance; `empty` for no bins
 */
export function checkModel({ processes, nuisances }: TemplateModel): void {
  const bins = processes[0]?.nominal.length ?? 0;
  if (bins === 0) throw new ScoringRefusal('empty', 'A template model needs at least one process and one bin.');
  if (!processes.some(({ signal }) => signal)) throw new ScoringRefusal('value-invalid', 'A template model needs a signal.');
  for (const { name, nominal, effects } of processes) {
    checkTemplate(nominal, bins, name);
    for (const [nuisance, effect] of Object.entries(effects)) {
      const what = `${name} under ${nuisance}`;
      if (!nuisances.includes(nuisance)) throw new ScoringRefusal('value-invalid', `${what}: there is no such nuisance.`);
      if (effect.kind === 'shape') {
        checkTemplate(effect.up, bins, `${what}, up`);
        checkTemplate(effect.down, bins, `${what}, down`);
      } else if (!(effect.width > 0 && effect.width < Infinity)) {
        throw new ScoringRefusal('value-invalid', `${what}: the width is ${effect.width}; it must be finite and above 0.`);
      }
    }
  }
}

function checkTemplate(template: Float64Array, bins: number, what: string): void {
  if (template.length !== bins) throw new ScoringRefusal('length-mismatch', `${what}: ${template.length} bins instead of ${bins}.`);
  const bad = template.findIndex((content) => !(content >= 0 && content < Infinity));
  if (bad >= 0)
    throw new ScoringRefusal('value-invalid', `${what}: bin ${bad} holds ${template[bad]}, which must be finite and >= 0.`, bad);
}
