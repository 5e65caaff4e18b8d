import type { RandomSource } from '@unblind/random';
import { twoBodyMomentum, type FourVector } from './four-vector';
import { Flavour } from './parton-shower';
import type { Shower } from './shower';
import { decayToQuarks, recoil, showerAlongZ } from './singlet-decay';

/** Masses and widths in GeV (Particle Data Group, rounded); helicity fractions of the W in top decays at leading order. */
export const topPole = 172.5;
export const topWidth = 1.4;
export const wPole = 80.4;
export const wWidth = 2.1;
const longitudinalFraction = 0.69;

/** How far, in widths, a mass may lie from its pole. */
const massReach = 15;

/** A relativistic Breit-Wigner: m^2 - m0^2 has a Cauchy distribution of scale m0 width, cut at +-15 widths. */
export function breitWigner(random: RandomSource, pole: number, width: number): number {
  for (;;) {
    const square = pole * pole + pole * width * Math.tan(Math.PI * (random.uniform() - 0.5));
    if (Math.abs(Math.sqrt(square) - pole) < massReach * width) return Math.sqrt(square);
  }
}

/** The momenta of the three showered quarks of a top decay: b, q, q'. */
export type DecayQuarks = readonly [FourVector, FourVector, FourVector];

/**
 * Decays a top of the given momentum and mass, t -> b W -> b q q', appends the hadrons of the three showered quarks to `out`, and
 * returns the momenta of the quarks' systems, for truth matching.
 *
 * The top is unpolarised; the W has helicity 0 in 69 % of the decays and is left-handed otherwise. Both two-body decays are kept
 * exact: the daughters' momentum is set for the masses that their showers gave them, so the hadrons' four-momenta add up to the
 * top's. Showers that leave no room for each other are drawn again.
 */
export function decayTop(shower: Shower, top: FourVector, topMass: number): DecayQuarks {
  const { random, out } = shower;
  const start = out.count;
  const mW = breitWigner(random, wPole, wWidth);
  const bottomPlus = (topMass * topMass - mW * mW) / topMass;
  let bottomMass: number;
  do {
    out.count = start;
    bottomMass = showerAlongZ(shower, Flavour.bottom, bottomPlus);
  } while (bottomMass + mW >= topMass);
  const momentum = twoBodyMomentum(topMass, mW, bottomMass);
  out.boostAlongZ(start, recoil(momentum, bottomMass, bottomPlus));

  const wStart = out.count;
  const secondStart = decayToQuarks(shower, mW);
  out.rotate(wStart, -helicityAngle(random), random.uniformIn(0, 2 * Math.PI));
  out.boostAlongZ(wStart, -Math.asinh(momentum / mW));

  out.rotate(start, random.uniformIn(-1, 1), random.uniformIn(0, 2 * Math.PI));
  out.boost(start, top, topMass);
  return [out.sum(start, wStart), out.sum(wStart, secondStart), out.sum(secondStart)];
}

/** The cosine of the angle, in the W's rest frame, between the down-type quark and the W's direction of flight in the top's frame. */
function helicityAngle(random: RandomSource): number {
  const longitudinal = random.uniform() < longitudinalFraction;
  for (;;) {
    const c = random.uniformIn(-1, 1);
    if (random.uniform() < (longitudinal ? 1 - c * c : (1 - c) ** 2 / 4)) return c;
  }
}
