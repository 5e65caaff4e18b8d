import { PlatformFault } from '@unblind/contracts';

/** The event's particle table: vertex in mm, momentum in GeV, an entry per particle. */
export interface TrueParticles {
  particleIds: BigInt64Array;
  vx: Float64Array;
  vy: Float64Array;
  px: Float64Array;
  py: Float64Array;
  pz: Float64Array;
}

/** Quantities of each particle against which efficiencies are plotted. */
export interface ParticleKinematics {
  /** Transverse momentum in GeV. */
  pt: Float64Array;
  pseudorapidity: Float64Array;
  /** Distance of the production vertex from the beam line, in mm. */
  vertexRadius: Float64Array;
}

/**
 * Kinematics of the given particles, in their order. Noise (id 0) has none: NaN. A particle at rest in the transverse
 * plane has an infinite pseudorapidity.
 *
 * @throws PlatformFault where a particle with hits is missing from the table
 */
export function particleKinematics(particleIds: BigInt64Array, particles: TrueParticles): ParticleKinematics {
  const rowOf = new Map(Array.from(particles.particleIds, (id, row) => [id, row]));
  const pt = new Float64Array(particleIds.length).fill(NaN);
  const pseudorapidity = pt.slice();
  const vertexRadius = pt.slice();
  particleIds.forEach((id, particle) => {
    if (id === 0n) return;
    const row = rowOf.get(id);
    if (row === undefined) {
      throw new PlatformFault('scorer-failed', {
        message: `Particle ${id} has hits but no row in the particle table.`,
        fix: 'The organiser must repair the particle file of the event.',
      });
    }
    pt[particle] = Math.hypot(particles.px[row]!, particles.py[row]!);
    pseudorapidity[particle] = Math.asinh(particles.pz[row]! / pt[particle]);
    vertexRadius[particle] = Math.hypot(particles.vx[row]!, particles.vy[row]!);
  });
  return { pt, pseudorapidity, vertexRadius };
}

/** The particles that an efficiency counts. */
export interface ParticleSelection {
  minimumPt: number;
  maximumPseudorapidity: number;
  minimumHits: number;
}

/** The fiducial region of gnn_tracking's tables (pt > 0.9 GeV, |eta| < 4), for particles that can make a track of 3 hits. */
export const defaultSelection: ParticleSelection = { minimumPt: 0.9, maximumPseudorapidity: 4, minimumHits: 3 };

/** 1 for each selected particle. Without kinematics, only the number of hits counts. Noise is never selected. */
export function selectParticles(
  particleIds: BigInt64Array,
  particleHits: Int32Array,
  kinematics: ParticleKinematics | null,
  { minimumPt, maximumPseudorapidity, minimumHits }: ParticleSelection,
): Uint8Array {
  const selected = new Uint8Array(particleIds.length);
  for (let particle = 0; particle < selected.length; particle++) {
    if (particleIds[particle] === 0n || particleHits[particle]! < minimumHits) continue;
    const inRegion =
      !kinematics || (kinematics.pt[particle]! >= minimumPt && Math.abs(kinematics.pseudorapidity[particle]!) < maximumPseudorapidity);
    selected[particle] = inRegion ? 1 : 0;
  }
  return selected;
}
