import type { RandomSource } from '@unblind/random';
import type { TrackerConditions } from './conditions';
import type { TrackState } from './helix';

const { PI, asinh, cos, hypot, sin, sinh } = Math;

export interface ChargedParticle extends TrackState {
  /** Bits 52-62 the vertex, 36-51 the particle in it, 24-35 its generation (0: of the collision itself). */
  id: bigint;
}

const minimumPt = 0.15;
const maximumEta = 3.5;
/** dN/dpT ~ pT (1 + pT / scale)^-power, GeV: mean 0.5 GeV, with the tail of a hard scatter. */
const spectrum = { scale: 1.2, power: 8 };
/** Mean distance in mm that a secondary's parent flew. */
const flight = 20;

/** The charged particles of a bunch crossing. */
export function drawParticles(random: RandomSource, conditions: TrackerConditions): ChargedParticle[] {
  const { beamSpot, secondaries } = conditions;
  const vertices = Math.min(2046, Math.max(1, random.poisson(conditions.vertices)));
  const particles: ChargedParticle[] = [];
  for (let vertex = 1; vertex <= vertices; vertex++) {
    const [x, y] = [beamSpot.x + beamSpot.width * random.normal(), beamSpot.y + beamSpot.width * random.normal()];
    const z = beamSpot.z + beamSpot.length * random.normal();
    const count = random.poisson(conditions.particles / vertices);
    for (let i = 1; i <= count; i++) {
      const momentum = drawMomentum(random);
      const charge = random.uniform() < 0.5 ? 1 : -1;
      const isSecondary = random.uniform() < secondaries;
      const path = isSecondary ? flight * random.exponential() : 0;
      const p = hypot(momentum.px, momentum.py, momentum.pz);
      const bend = isSecondary ? 0.1 * random.normal() : 0;
      const [fx, fy] = [momentum.px * cos(bend) - momentum.py * sin(bend), momentum.px * sin(bend) + momentum.py * cos(bend)];
      particles.push({
        id: (BigInt(vertex) << 52n) | (BigInt(i & 0xffff) << 36n) | ((isSecondary ? 1n : 0n) << 24n),
        x: x + (path * fx) / p,
        y: y + (path * fy) / p,
        z: z + (path * momentum.pz) / p,
        ...momentum,
        charge,
      });
    }
  }
  return particles;
}

function drawMomentum(random: RandomSource): { px: number; py: number; pz: number } {
  let pt = 0;
  const shape = spectrum.power - 2;
  while (pt < minimumPt) {
    // scale / (scale + pT) follows Beta(power - 2, 2), the product of two powers of uniforms.
    const ratio = random.uniform() ** (1 / shape) * random.uniform() ** (1 / (shape + 1));
    pt = spectrum.scale * (1 / ratio - 1);
  }
  const phi = random.uniformIn(-PI, PI);
  const eta = random.uniformIn(-maximumEta, maximumEta);
  return { px: pt * cos(phi), py: pt * sin(phi), pz: pt * sinh(eta) };
}

/** Pseudorapidity of a momentum. */
export function pseudorapidity({ px, py, pz }: { px: number; py: number; pz: number }): number {
  return asinh(pz / hypot(px, py));
}
