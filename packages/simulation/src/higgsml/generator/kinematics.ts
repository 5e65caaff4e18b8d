import { twoBodyMomentum, type FourVector } from '../../jets/four-vector';
import type { RandomSource } from '@unblind/random';

const { asinh, cos, cosh, sin, sinh, sqrt, PI } = Math;

/** From transverse momentum, rapidity, azimuth and mass; GeV and radians. */
export function fromRapidity(pt: number, rapidity: number, phi: number, m: number): FourVector {
  const transverseMass = sqrt(m * m + pt * pt);
  return { e: transverseMass * cosh(rapidity), px: pt * cos(phi), py: pt * sin(phi), pz: transverseMass * sinh(rapidity) };
}

export function scaled({ e, px, py, pz }: FourVector, factor: number): FourVector {
  return { e: e * factor, px: px * factor, py: py * factor, pz: pz * factor };
}

/** Decays a particle of mass m into two of masses m1 and m2, evenly over directions in its rest frame. Energy and momentum are conserved. */
export function decay(random: RandomSource, parent: FourVector, m: number, [m1, m2]: readonly [number, number]): [FourVector, FourVector] {
  const p = twoBodyMomentum(m, m1, m2);
  const cosTheta = random.uniformIn(-1, 1);
  const sinTheta = sqrt(1 - cosTheta * cosTheta);
  const phi = random.uniformIn(0, 2 * PI);
  const [px, py, pz] = [p * sinTheta * cos(phi), p * sinTheta * sin(phi), p * cosTheta];
  return [
    boost({ e: sqrt(p * p + m1 * m1), px, py, pz }, parent, m),
    boost({ e: sqrt(p * p + m2 * m2), px: -px, py: -py, pz: -pz }, parent, m),
  ];
}

/** From the rest frame of `frame` (of mass m) to the frame in which that has its momentum. */
function boost(p: FourVector, frame: FourVector, m: number): FourVector {
  const gamma = frame.e / m;
  const along = (p.px * frame.px + p.py * frame.py + p.pz * frame.pz) / m;
  const shift = (along / (gamma + 1) + p.e) / m;
  return { e: gamma * p.e + along, px: p.px + frame.px * shift, py: p.py + frame.py * shift, pz: p.pz + frame.pz * shift };
}

/** The pseudorapidity at which a massless object of this momentum flies. */
export function etaOf({ px, py, pz }: FourVector): number {
  return asinh(pz / sqrt(px * px + py * py));
}
