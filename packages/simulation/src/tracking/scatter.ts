import type { RandomSource } from '@unblind/random';
import type { TrackState } from './helix';

const { hypot, log, sqrt } = Math;

/** Highland's width of the projected scattering angle for a particle of charge 1 and v = c; momentum in GeV. Source: PDG, eq. 34.16. */
function scatteringAngle(momentum: number, radiationLengths: number): number {
  return (0.0136 / momentum) * sqrt(radiationLengths) * (1 + 0.038 * log(radiationLengths));
}

/** Turns the direction by two independent projected angles; the momentum stays. */
export function scatter(state: TrackState, radiationLengths: number, random: RandomSource): TrackState {
  const { px, py, pz } = state;
  const [p, pt] = [hypot(px, py, pz), hypot(px, py)];
  const width = p * scatteringAngle(p, radiationLengths);
  const [across, up] = [width * random.normal(), width * random.normal()];
  // Unit vectors across the flight: (-py, px, 0) / pt and (-px pz, -py pz, pt^2) / (p pt).
  const x = px - (across * py) / pt - (up * px * pz) / (p * pt);
  const y = py + (across * px) / pt - (up * py * pz) / (p * pt);
  const z = pz + (up * pt) / p;
  const scale = p / hypot(x, y, z);
  return { ...state, px: scale * x, py: scale * y, pz: scale * z };
}
