/** Energy and momentum in GeV, c = 1. The beam is the z axis. */
export interface FourVector {
  e: number;
  px: number;
  py: number;
  pz: number;
}

/** Invariant mass. Rounding can make the square of a massless vector's mass slightly negative: that gives 0. */
export function mass(p: FourVector): number {
  return Math.sqrt(Math.max(0, p.e * p.e - p.px * p.px - p.py * p.py - p.pz * p.pz));
}

/** A massless object of this transverse momentum and direction. */
export function massless(pt: number, pseudorapidity: number, phi: number): FourVector {
  return { e: pt * Math.cosh(pseudorapidity), px: pt * Math.cos(phi), py: pt * Math.sin(phi), pz: pt * Math.sinh(pseudorapidity) };
}

export function transverseMomentum(p: FourVector): number {
  return Math.hypot(p.px, p.py);
}

/** Pseudorapidity; +-Infinity along the beam. */
export function pseudorapidity(p: FourVector): number {
  return Math.asinh(p.pz / Math.hypot(p.px, p.py));
}

/** Azimuth in (-pi, pi]. */
export function azimuth(p: FourVector): number {
  return Math.atan2(p.py, p.px);
}

/** The difference of two azimuths, each in [-pi, pi], brought into [-pi, pi]. */
export function deltaPhi(a: number, b: number): number {
  const difference = a - b;
  if (difference > Math.PI) return difference - 2 * Math.PI;
  if (difference < -Math.PI) return difference + 2 * Math.PI;
  return difference;
}

/** Momentum of either daughter in the rest frame of a two-body decay M -> m1 m2; NaN where m1 + m2 > M. */
export function twoBodyMomentum(M: number, m1: number, m2: number): number {
  return Math.sqrt((M * M - (m1 + m2) ** 2) * (M * M - (m1 - m2) ** 2)) / (2 * M);
}
