import type { RandomSource } from '@unblind/random';
import { ParticleKind } from './particle-buffer';
import type { Shower } from './shower';

const { exp, log, max, min, sqrt } = Math;

/** Fractions of the hadrons seen as tracks, as photons (from neutral pions) and as neutral hadrons. */
const chargedFraction = 0.62;
const photonFraction = 0.26;

const fractions = new Float64Array(256);
const kx = new Float64Array(256);
const ky = new Float64Array(256);

/**
 * Turns a parton into massless hadrons and appends them to `out`: longitudinal phase space with limited transverse momentum
 * (Feynman's tube). The hadrons are spread evenly in rapidity between the parton's own and that of its production angle, with
 * normal transverse momenta across it, so that their number grows as the logarithm of energy times angle.
 *
 * Exactly conserved: the sums of p+ = E + pz and of both components across the jet.
 */
export function hadronise(
  { random, parameters, out }: Shower,
  parton: { plus: number; px: number; py: number; angle: number },
  density: number,
): void {
  const width = parameters.hadronTransverseMomentum;
  const length = max(0, log((parton.plus * parton.angle) / (2 * width)));
  const n = min(1 + random.poisson(parameters.hadronsPerRapidity * density * length), fractions.length);
  let total = 0;
  let sumX = 0;
  let sumY = 0;
  for (let i = 0; i < n; i++) {
    kx[i] = n === 1 ? 0 : width * random.normal();
    ky[i] = n === 1 ? 0 : width * random.normal();
    fractions[i] = exp(length * random.uniform()) * (width + sqrt(kx[i]! ** 2 + ky[i]! ** 2));
    sumX += kx[i]!;
    sumY += ky[i]!;
    total += fractions[i]!;
  }
  for (let i = 0; i < n; i++) {
    const fraction = fractions[i]! / total;
    const plus = fraction * parton.plus;
    const px = fraction * (parton.px - sumX) + kx[i]!;
    const py = fraction * (parton.py - sumY) + ky[i]!;
    const minus = (px * px + py * py) / plus;
    out.push({ e: (plus + minus) / 2, px, py, pz: (plus - minus) / 2 }, hadronKind(random));
  }
}

/** Draws how a hadron is seen. */
export function hadronKind(random: RandomSource): ParticleKind {
  const u = random.uniform();
  if (u < chargedFraction) return ParticleKind.charged;
  return u < chargedFraction + photonFraction ? ParticleKind.photon : ParticleKind.neutralHadron;
}
