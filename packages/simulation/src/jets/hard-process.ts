import type { RandomSource } from '@unblind/random';
import { ParticleKind, type ParticleBuffer } from './particle-buffer';
import { Flavour, showerParton } from './parton-shower';
import type { ShowerParameters } from './shower-parameters';
import { addSoftActivity } from './soft-activity';
import { breitWigner, decayTop, topPole, topWidth, type DecayQuarks } from './top-decay';

/** The hard scattering: how partons and tops of several hundred GeV are spread. */
export interface HardProcessParameters {
  /** Transverse momenta (GeV) of the parton or top fall as pt^-power between these bounds, which reach beyond the jet's window. */
  transverseMomentum: { low: number; high: number; power: number };
  /** Width of the normal distribution of the pseudorapidity. */
  pseudorapidityWidth: number;
  /** The part of the background jets that come from a gluon rather than a light quark. */
  gluonFraction: number;
  /** Mean transverse momentum of the underlying event per unit of area in (eta, phi), GeV. */
  underlyingEvent: number;
}

export const nominalHardProcess: HardProcessParameters = {
  transverseMomentum: { low: 540, high: 900, power: 5.5 },
  pseudorapidityWidth: 1,
  gluonFraction: 0.5,
  underlyingEvent: 1.5,
};

/**
 * Draws one scattering and replaces `out` with the hadrons on one side of it: those of a top decay, or of a light quark or gluon,
 * and the underlying event. Returns the three quarks of the top decay, or null.
 *
 * The parton is made at eta = 0, where angles are distances in (eta, phi), then boosted along the beam. The other side of the event
 * is taken as one massless recoiler that supplies the light-cone momentum p- of the jet's mass; it is not generated.
 */
export function hardProcess(
  random: RandomSource,
  isTop: boolean,
  { process, shower: parameters }: { process: HardProcessParameters; shower: ShowerParameters },
  out: ParticleBuffer,
): DecayQuarks | null {
  const shower = { random, parameters, out };
  out.count = 0;
  const pt = powerLaw(random, process.transverseMomentum);
  const topMass = isTop ? breitWigner(random, topPole, topWidth) : 0;
  const flavour = isTop ? Flavour.top : random.uniform() < process.gluonFraction ? Flavour.gluon : Flavour.light;
  showerParton(shower, flavour, pt + Math.hypot(pt, topMass), topMass);
  out.rotate(0, 0, 0);
  addSoftActivity(random, process.underlyingEvent, out);
  out.rotate(0, 1, random.uniformIn(-Math.PI, Math.PI));
  out.boostAlongZ(0, process.pseudorapidityWidth * random.normal());
  return isTop ? decayTop(shower, out.take(ParticleKind.top), topMass) : null;
}

/** pt from a density proportional to pt^-power between the bounds, by inversion. */
function powerLaw(random: RandomSource, { low, high, power }: HardProcessParameters['transverseMomentum']): number {
  const exponent = 1 - power;
  const a = Math.pow(low, exponent);
  return Math.pow(a + (Math.pow(high, exponent) - a) * random.uniform(), 1 / exponent);
}
