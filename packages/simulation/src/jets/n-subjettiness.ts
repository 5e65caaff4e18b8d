import { ClusterSequence } from './clustering';
import { deltaPhi } from './four-vector';
import type { ParticleBuffer } from './particle-buffer';

const { atan2, hypot, log, min } = Math;

const sequence = new ClusterSequence(1, Infinity, 'winner-takes-all');
const largestN = 3;
const axisY = new Float64Array(largestN);
const axisPhi = new Float64Array(largestN);

/**
 * N-subjettiness tau_1, tau_2, tau_3 with beta = 1 (Thaler and Van Tilburg, JHEP 03 (2011) 015):
 *   tau_N = sum_k pt_k min_axes dR(k, axis) / (R sum_k pt_k).
 * The axes are those of exclusive kT clustering with winner-takes-all recombination, without further minimisation (Larkoski,
 * Neill and Thaler, JHEP 04 (2014) 017). The N axes are among the N + 1 axes, so tau_3 <= tau_2 <= tau_1 always.
 * A jet with N constituents or fewer has tau_N = 0. Rounded sums make no negative values.
 *
 * @param constituents the jet's particles, taken as massless @param radius the jet radius R
 */
export function nSubjettiness(constituents: ParticleBuffer, radius: number): [number, number, number] {
  const n = constituents.count;
  const taus: [number, number, number] = [0, 0, 0];
  if (n < 2) return taus;
  sequence.start(constituents);
  let open = n;
  while (open > largestN) open = sequence.step();
  for (; open >= 1; open = open > 1 ? sequence.step() : 0) {
    axisY.set(sequence.y.subarray(0, open));
    axisPhi.set(sequence.phi.subarray(0, open));
    if (n > open) taus[open - 1] = distanceToAxes(constituents, open) / radius;
  }
  return taus;
}

/** The pt-weighted mean distance to the closest of the first `count` axes. */
function distanceToAxes({ count: n, e, px, py, pz }: ParticleBuffer, count: number): number {
  let sum = 0;
  let total = 0;
  for (let k = 0; k < n; k++) {
    const pt = hypot(px[k]!, py[k]!);
    const y = log((e[k]! + pz[k]!) / (e[k]! - pz[k]!)) / 2;
    const phi = atan2(py[k]!, px[k]!);
    let closest = Infinity;
    for (let axis = 0; axis < count; axis++) {
      closest = min(closest, hypot(y - axisY[axis]!, deltaPhi(phi, axisPhi[axis]!)));
    }
    sum += pt * closest;
    total += pt;
  }
  return sum / total;
}
