import type { RandomSource } from '@unblind/random';
import { massless } from './four-vector';
import { ParticleBuffer } from './particle-buffer';
import { hadronKind } from './hadronisation';

/** Mean transverse momentum (GeV) of a soft hadron from the underlying event. */
const meanTransverseMomentum = 0.7;

/** Hadrons up to this distance from the jet are drawn: beyond it none can be clustered with the jet's core. */
const reach = 1.5;

/**
 * Appends the soft hadrons of the underlying event around (eta = 0, phi = 0): a Poisson number, even in the (eta, phi) plane, with
 * exponential transverse momenta.
 *
 * @param density mean transverse momentum per unit of area in (eta, phi), GeV
 */
export function addSoftActivity(random: RandomSource, density: number, out: ParticleBuffer): void {
  const n = random.poisson((density * Math.PI * reach * reach) / meanTransverseMomentum);
  for (let i = 0; i < n; i++) {
    const distance = reach * Math.sqrt(random.uniform());
    const angle = random.uniformIn(0, 2 * Math.PI);
    const eta = distance * Math.cos(angle);
    const phi = distance * Math.sin(angle);
    const pt = meanTransverseMomentum * random.exponential();
    out.push(massless(pt, eta, phi), hadronKind(random));
  }
}
