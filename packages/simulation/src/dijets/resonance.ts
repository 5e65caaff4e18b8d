import type { RandomSource } from '@unblind/random';
import { decay, fromRapidity } from '../higgsml/generator/kinematics';
import { azimuth, type FourVector } from '../jets/four-vector';
import { Flavour } from '../jets/parton-shower';
import type { Shower } from '../jets/shower';
import { decayToQuarks } from '../jets/singlet-decay';
import { collisionEnergy, quarkDensity } from './parton-densities';
import { showerPartons } from './shower-partons';

const { asinh, exp, hypot, log, PI } = Math;

/** A new particle and what it decays to; masses in GeV. */
export type Resonance =
  /** Z' -> X Y, each of which, longitudinally polarised, decays to two quarks: two jets with two prongs each. */
  | { decay: 'pair'; mass: number; heavy: number; light: number }
  /** To two quarks. */
  | { decay: 'dijet'; mass: number }
  /** To a quark and a particle of half its mass, which decays to two quarks: three jets. */
  | { decay: 'trijet'; mass: number };

/** Width over mass: far below what jets can resolve. */
const relativeWidth = 0.01;

/** Appends the hadrons of a resonance, made by two quarks almost at rest across the beam. */
export function addResonance(shower: Shower, resonance: Resonance): void {
  const { random } = shower;
  const m = resonance.mass * (1 + relativeWidth * random.normal());
  const parent = fromRapidity(20 * random.exponential(), drawRapidity(random, m), random.uniformIn(-PI, PI), m);
  switch (resonance.decay) {
    case 'pair': {
      const [heavy, light] = decay(random, parent, m, [resonance.heavy, resonance.light]);
      // Even decays would leave a fifth of the 500 GeV jets with one quark; of the original's R&D events 5 % are such.
      addQuarks({ ...shower, cosine: longitudinalCosine(random) }, heavy, resonance.heavy);
      addQuarks({ ...shower, cosine: longitudinalCosine(random) }, light, resonance.light);
      return;
    }
    case 'dijet':
      return addQuarks({ ...shower, cosine: anyCosine(random) }, parent, m);
    case 'trijet': {
      const [first, particle] = decay(random, parent, m, [0, m / 2]);
      showerPartons(shower, [{ flavour: Flavour.light, momentum: first }]);
      addQuarks({ ...shower, cosine: anyCosine(random) }, particle, m / 2);
    }
  }
}

/** Two quarks of a particle of mass m, at this cosine of the angle to its flight in its rest frame. */
function addQuarks({ cosine, ...shower }: Shower & { cosine: number }, parent: FourVector, m: number): void {
  const { random, out } = shower;
  const start = out.count;
  decayToQuarks(shower, m);
  out.rotate(start, cosine, random.uniformIn(-PI, PI));
  const p = hypot(parent.px, parent.py, parent.pz);
  out.boostAlongZ(start, asinh(p / m));
  out.rotate(start, parent.pz / p, azimuth(parent));
}

const anyCosine = (random: RandomSource) => random.uniformIn(-1, 1);

/** Of a longitudinally polarised particle of spin 1: 1 - c^2. */
function longitudinalCosine(random: RandomSource): number {
  for (;;) {
    const c = anyCosine(random);
    if (random.uniform() > c * c) return c;
  }
}

/** Of what two quarks make: density x1 f(x1) x2 f(x2) with x = m / E exp(+-y), which is largest at 0. */
function drawRapidity(random: RandomSource, m: number): number {
  const x = m / collisionEnergy;
  const largest = quarkDensity(x) ** 2;
  const reach = -log(x);
  for (;;) {
    const y = random.uniformIn(-reach, reach);
    if (random.uniform() * largest < quarkDensity(x * exp(y)) * quarkDensity(x * exp(-y))) return y;
  }
}

/** exp of a uniform logarithm. */
export function logUniform(random: RandomSource, low: number, high: number): number {
  return low * exp(random.uniform() * log(high / low));
}
