import type { RandomSource } from '@unblind/random';
import { massless } from './four-vector';
import { ParticleKind, type ParticleBuffer } from './particle-buffer';

const { abs, asinh, atan2, cosh, floor, hypot, sqrt, PI } = Math;

/** A calorimeter: cells square in (eta, phi), energy resolution a / sqrt(E) (+) b with E in GeV. */
export interface Calorimeter {
  cell: number;
  stochastic: number;
  constant: number;
}

/** A particle-flow view of a general-purpose LHC detector, in round numbers. */
export interface DetectorParameters {
  /** Tracks: efficiency, resolution of pt (a pt (+) b, pt in GeV) and of each angle (radians). */
  tracking: { efficiency: number; slope: number; constant: number; angle: number };
  electromagnetic: Calorimeter;
  hadronic: Calorimeter;
  /** Objects below this transverse momentum (GeV) are not seen. */
  threshold: number;
  /** Nothing is seen beyond this |eta|. */
  acceptance: number;
}

export const nominalDetector: DetectorParameters = {
  tracking: { efficiency: 0.95, slope: 1.5e-4, constant: 0.01, angle: 1e-3 },
  electromagnetic: { cell: 0.02, stochastic: 0.1, constant: 0.007 },
  hadronic: { cell: 0.1, stochastic: 0.6, constant: 0.05 },
  threshold: 0.5,
  acceptance: 2.8,
};

/** Energies by cell; Map keeps the order of first hits, which keeps the sequence of random draws fixed. */
const cells = { photon: new Map<number, number>(), hadron: new Map<number, number>() };
const phiStride = 4096;

/**
 * Simulates the detector's response to particles: smeared tracks for the charged ones, calorimeter cells for photons and neutral
 * hadrons (those in one cell are added up; the direction is drawn evenly within the cell). All objects are massless. Replaces
 * the contents of `out`.
 */
export function detect(random: RandomSource, particles: ParticleBuffer, parameters: DetectorParameters, out: ParticleBuffer): void {
  const detector = { random, parameters, out };
  out.count = 0;
  cells.photon.clear();
  cells.hadron.clear();
  for (let i = 0; i < particles.count; i++) {
    const pt = sqrt(particles.px[i]! ** 2 + particles.py[i]! ** 2);
    const eta = asinh(particles.pz[i]! / pt);
    if (!(abs(eta) < parameters.acceptance)) continue;
    const phi = atan2(particles.py[i]!, particles.px[i]!);
    if (particles.kind[i] === ParticleKind.charged) track(detector, pt, eta, phi);
    else {
      const isPhoton = particles.kind[i] === ParticleKind.photon;
      const { cell } = isPhoton ? parameters.electromagnetic : parameters.hadronic;
      const map = isPhoton ? cells.photon : cells.hadron;
      const key = floor((eta + parameters.acceptance) / cell) * phiStride + floor((phi + PI) / cell);
      map.set(key, (map.get(key) ?? 0) + particles.e[i]!);
    }
  }
  readOut(detector, cells.photon, ParticleKind.photon, parameters.electromagnetic);
  readOut(detector, cells.hadron, ParticleKind.neutralHadron, parameters.hadronic);
}

interface Detector {
  random: RandomSource;
  parameters: DetectorParameters;
  out: ParticleBuffer;
}

function track(detector: Detector, pt: number, eta: number, phi: number): void {
  const { random, parameters } = detector;
  const { efficiency, slope, constant, angle } = parameters.tracking;
  if (random.uniform() > efficiency) return;
  const measured = pt * (1 + hypot(slope * pt, constant) * random.normal());
  // A small change of the polar angle, in units of eta.
  const etaMeasured = eta + angle * cosh(eta) * random.normal();
  report(detector, { pt: measured, eta: etaMeasured, phi: phi + angle * random.normal() }, ParticleKind.charged);
}

function readOut(detector: Detector, energies: Map<number, number>, kind: ParticleKind, calorimeter: Calorimeter): void {
  const { random, parameters } = detector;
  const { cell, stochastic, constant } = calorimeter;
  for (const [key, energy] of energies) {
    const measured = energy * (1 + hypot(stochastic / sqrt(energy), constant) * random.normal());
    const eta = (floor(key / phiStride) + random.uniform()) * cell - parameters.acceptance;
    const phi = ((key % phiStride) + random.uniform()) * cell - PI;
    report(detector, { pt: measured / cosh(eta), eta, phi }, kind);
  }
}

function report({ parameters, out }: Detector, { pt, eta, phi }: { pt: number; eta: number; phi: number }, kind: ParticleKind): void {
  if (pt >= parameters.threshold) out.push(massless(pt, eta, phi), kind);
}
