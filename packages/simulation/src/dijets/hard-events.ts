import { fromRapidity, decay } from '../higgsml/generator/kinematics';
import { azimuth, mass, type FourVector } from '../jets/four-vector';
import { ParticleBuffer } from '../jets/particle-buffer';
import { Flavour, showerParton } from '../jets/parton-shower';
import type { ShowerParameters } from '../jets/shower-parameters';
import type { RandomSource } from '@unblind/random';

const { exp, log, PI } = Math;

/** A new particle and what it decays to; masses in GeV. */
export type Resonance =
  /** Z' -> X Y, each of which decays to two quarks: two jets with two prongs each. */
  | { decay: 'pair'; mass: number; heavy: number; light: number }
  /** To two quarks. */
  | { decay: 'dijet'; mass: number }
  /** To a quark and a particle of half its mass, which decays to two quarks: three jets. */
  | { decay: 'trijet'; mass: number };

/** Width over mass: far below what jets can resolve. */
const relativeWidth = 0.01;

/** QCD: both partons have the same transverse momentum, which falls as pt^-power from `low`; GeV. */
const spectrum = { low: 1130, power: 6.5, high: 5000 };
const gluonFraction = 0.55;

interface Parton {
  flavour: Flavour;
  momentum: FourVector;
}

/** Two partons back to back across the beam. */
export function qcdPartons(random: RandomSource): Parton[] {
  const exponent = 1 - spectrum.power;
  const a = spectrum.low ** exponent;
  const pt = (a + (spectrum.high ** exponent - a) * random.uniform()) ** (1 / exponent);
  const phi = random.uniformIn(-PI, PI);
  const boost = 0.45 * random.normal();
  // The t-channel favours small angles: |y*| is spread wider than evenly over directions.
  const half = 0.65 * random.normal();
  const flavour = () => (random.uniform() < gluonFraction ? Flavour.gluon : Flavour.light);
  return [
    { flavour: flavour(), momentum: fromRapidity(pt, boost + half, phi, 0) },
    { flavour: flavour(), momentum: fromRapidity(pt, boost - half, phi + PI, 0) },
  ];
}

/** The quarks of a resonance made almost at rest across the beam. */
export function resonancePartons(random: RandomSource, resonance: Resonance): Parton[] {
  const m = resonance.mass * (1 + relativeWidth * random.normal());
  const parent = fromRapidity(20 * random.exponential(), 0.35 * random.normal(), random.uniformIn(-PI, PI), m);
  const quark = (momentum: FourVector): Parton => ({ flavour: Flavour.light, momentum });
  const quarksOf = (particle: FourVector, ofMass: number) => decay(random, particle, ofMass, [0, 0]).map(quark);
  switch (resonance.decay) {
    case 'pair': {
      const [heavy, light] = decay(random, parent, m, [resonance.heavy, resonance.light]);
      return [...quarksOf(heavy, resonance.heavy), ...quarksOf(light, resonance.light)];
    }
    case 'dijet':
      return quarksOf(parent, m);
    case 'trijet': {
      const [first, particle] = decay(random, parent, m, [0, m / 2]);
      return [quark(first), ...quarksOf(particle, m / 2)];
    }
  }
}

const shower = new ParticleBuffer();

/**
 * Showers each parton around its own direction and appends the hadrons to `out`. What the shower's mass takes from the energy is
 * not recoiled against: a per cent or so at these energies, below the detector's resolution.
 */
export function showerPartons(random: RandomSource, partons: readonly Parton[], parameters: ShowerParameters, out: ParticleBuffer): void {
  for (const { flavour, momentum } of partons) {
    const p = Math.hypot(momentum.px, momentum.py, momentum.pz);
    if (p < 30) continue; // Too soft for these thresholds.
    shower.count = 0;
    // Made across the beam, where an angle is a distance in (eta, phi), then boosted to its rapidity.
    const pt = Math.hypot(momentum.px, momentum.py);
    showerParton({ random, parameters, out: shower }, flavour, 2 * pt);
    shower.rotate(0, 0, azimuth(momentum));
    shower.boostAlongZ(0, log((momentum.e + momentum.pz) / (momentum.e - momentum.pz)) / 2);
    for (let k = 0; k < shower.count; k++) out.pushFrom(shower, k);
  }
}

/** Of two jets, GeV. */
export function invariantMass(a: FourVector, b: FourVector): number {
  return mass({ e: a.e + b.e, px: a.px + b.px, py: a.py + b.py, pz: a.pz + b.pz });
}

/** exp of a uniform logarithm. */
export function logUniform(random: RandomSource, low: number, high: number): number {
  return low * exp(random.uniform() * log(high / low));
}
