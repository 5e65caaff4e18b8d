import { azimuth } from '../jets/four-vector';
import { ParticleBuffer } from '../jets/particle-buffer';
import { showerParton } from '../jets/parton-shower';
import type { Shower } from '../jets/shower';
import type { Parton } from './qcd-scattering';

const own = new ParticleBuffer();

/**
 * Showers each parton around its own direction and appends the hadrons. What the shower's mass takes from the energy is not recoiled
 * against: a per cent or so at these energies, below the detector's resolution.
 */
export function showerPartons({ random, parameters, out }: Shower, partons: readonly Parton[]): void {
  for (const { flavour, momentum } of partons) {
    own.count = 0;
    // Made across the beam, where an angle is a distance in (eta, phi), then boosted to its rapidity.
    showerParton({ random, parameters, out: own }, flavour, 2 * Math.hypot(momentum.px, momentum.py));
    own.rotate(0, 0, azimuth(momentum));
    own.boostAlongZ(0, Math.log((momentum.e + momentum.pz) / (momentum.e - momentum.pz)) / 2);
    for (let k = 0; k < own.count; k++) out.pushFrom(own, k);
  }
}
