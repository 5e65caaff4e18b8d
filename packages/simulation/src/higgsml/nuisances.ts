import type { MomentumShift } from './momentum-shift';

/** The nuisance parameters of a pseudo-experiment. */
export interface Nuisances extends MomentumShift {
  /** Factors on the expected number of events: of ttbar, of diboson, and of all backgrounds. */
  ttbarScale: number;
  dibosonScale: number;
  backgroundScale: number;
}

export const nominalNuisances: Nuisances = { tes: 1, jes: 1, softMet: 0, ttbarScale: 1, dibosonScale: 1, backgroundScale: 1 };

type Distribution = {
  /** Of the parameter, or of its logarithm. */
  readonly kind: 'normal' | 'lognormal';
  readonly mean: number;
  readonly width: number;
  /** Draws beyond are moved to the bound. */
  readonly low: number;
  readonly high: number;
};

/** How each parameter varies, in the order in which they are drawn (arXiv:2410.02867). */
export const nuisanceDistributions: { readonly [name in keyof Nuisances]: Distribution } = {
  tes: { kind: 'normal', mean: 1, width: 0.01, low: 0.9, high: 1.1 },
  jes: { kind: 'normal', mean: 1, width: 0.01, low: 0.9, high: 1.1 },
  softMet: { kind: 'lognormal', mean: 0, width: 1, low: 0, high: 5 },
  ttbarScale: { kind: 'normal', mean: 1, width: 0.02, low: 0.8, high: 1.2 },
  dibosonScale: { kind: 'normal', mean: 1, width: 0.25, low: 0, high: 2 },
  backgroundScale: { kind: 'normal', mean: 1, width: 0.001, low: 0.99, high: 1.01 },
};
// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- keys of an object that has these and no others
export const nuisanceNames = Object.keys(nuisanceDistributions) as (keyof Nuisances)[];

/**
 * One draw of the nuisance parameters. Those that are not enabled stay nominal and take nothing from the stream.
 *
 * @param random any source of standard normals
 */
export function drawNuisances(random: { normal(): number }, enabled: readonly (keyof Nuisances)[] = nuisanceNames): Nuisances {
  const drawn = { ...nominalNuisances };
  for (const name of nuisanceNames) {
    if (!enabled.includes(name)) continue;
    const { kind, mean, width, low, high } = nuisanceDistributions[name];
    const value = mean + width * random.normal();
    drawn[name] = Math.min(high, Math.max(low, kind === 'lognormal' ? Math.exp(value) : value));
  }
  return drawn;
}

/** A nuisance's value in standard deviations from its median. */
export function inDeviations(name: keyof Nuisances, value: number): number {
  const { kind, mean, width } = nuisanceDistributions[name];
  return ((kind === 'lognormal' ? Math.log(value) : value) - mean) / width;
}

/** Of the true signal strength. */
export const signalStrengthRange = [0.1, 3] as const;

/** A true signal strength, uniform in [0.1, 3). */
export function drawSignalStrength(random: { uniform(): number }): number {
  const [low, high] = signalStrengthRange;
  return low + (high - low) * random.uniform();
}
