import type { TypedArray } from '../typed-arrays';
import type { ViewDerivation } from './view-derivation';

const stored = 200;
const kept = 128;

/**
 * The inputs of weaver-core's exports for top tagging with kinematics, from constituents (E, px, py, pz) in GeV, as
 * particle_transformer's `convert_top_datasets.py` and `top_kin.yaml` define them.
 *
 * pf_points [2, 128]: deta = (eta - jet eta) * sign(jet eta), with sign(0) = 1, and dphi in (-pi, pi].
 * pf_features [7, 128]: (ln pt - 1.7) 0.7, (ln E - 2) 0.7, (ln(pt / jet pt) + 4.7) 0.7, (ln(E / jet E) + 4.7) 0.7,
 * (dR - 0.2) 4, each clipped to [-5, 5]; then deta and dphi as they are.
 * pf_vectors [4, 128]: px, py, pz, E. pf_mask [1, 128]: 1 for a constituent, 0 for padding.
 *
 * A constituent is a slot with E > 0; the jet is the sum of all of them, of which the first 128 are kept. Points, features
 * and vectors are padded by wrapping (slot i repeats constituent i mod n), the mask by zeros, as weaver does now (older
 * releases wrapped over the whole batch). A jet without constituents is all zeros. What is not a number becomes 0, as in
 * weaver; so does an infinite deta, of a constituent without transverse momentum, which weaver would hand on.
 */
export const weaverKin: ViewDerivation = {
  input: { view: 'constituents', rowShape: [stored, 4] },
  outputs: { pf_points: [2, kept], pf_features: [7, kept], pf_vectors: [4, kept], pf_mask: [1, kept] },
  derive(source, count) {
    const out = {
      pf_points: new Float32Array(count * 2 * kept),
      pf_features: new Float32Array(count * 7 * kept),
      pf_vectors: new Float32Array(count * 4 * kept),
      pf_mask: new Float32Array(count * kept),
    };
    const constituents = new Float64Array(stored * 4);
    for (let jet = 0; jet < count; jet++) {
      const length = gather(source, jet, constituents);
      if (length > 0) deriveJet(constituents.subarray(0, length * 4), jet, out);
    }
    return out;
  },
};

type Outputs = Record<'pf_points' | 'pf_features' | 'pf_vectors' | 'pf_mask', Float32Array>;

/** The four-momenta of one jet's constituents without its empty slots; returns how many there are. */
function gather(source: TypedArray, jet: number, target: Float64Array): number {
  let length = 0;
  for (let slot = 0; slot < stored; slot++) {
    const from = (jet * stored + slot) * 4;
    if (!(Number(source[from]) > 0)) continue;
    for (let component = 0; component < 4; component++) target[length * 4 + component] = Number(source[from + component]);
    length++;
  }
  return length;
}

/** @param constituents E, px, py, pz of each, at least one */
function deriveJet(constituents: Float64Array, jet: number, out: Outputs): void {
  const sum = [0, 0, 0, 0];
  constituents.forEach((value, index) => (sum[index % 4]! += value));
  const [jetE = 0, jetPx = 0, jetPy = 0, jetPz = 0] = sum;
  const jetPt = Math.hypot(jetPx, jetPy);
  const jetEta = Math.asinh(jetPz / jetPt);
  const jetPhi = Math.atan2(jetPy, jetPx);
  const side = jetEta < 0 ? -1 : 1;
  const length = constituents.length / 4;
  for (let particle = 0; particle < Math.min(length, kept); particle++) {
    const [e = 0, px = 0, py = 0, pz = 0] = constituents.subarray(particle * 4, particle * 4 + 4);
    const pt = Math.hypot(px, py);
    const deltaEta = (Math.asinh(pz / pt) - jetEta) * side;
    const deltaPhi = wrapAngle(Math.atan2(py, px) - jetPhi);
    const points = [finite(deltaEta), finite(deltaPhi)];
    const features = [
      scaled(Math.log(pt), 1.7, 0.7),
      scaled(Math.log(e), 2, 0.7),
      scaled(Math.log(pt / jetPt), -4.7, 0.7),
      scaled(Math.log(e / jetE), -4.7, 0.7),
      scaled(Math.hypot(deltaEta, deltaPhi), 0.2, 4),
      ...points,
    ];
    for (let slot = particle; slot < kept; slot += length) {
      write(out.pf_points, jet, slot, points);
      write(out.pf_features, jet, slot, features);
      write(out.pf_vectors, jet, slot, [px, py, pz, e]);
    }
    out.pf_mask[jet * kept + particle] = 1;
  }
}

function write(target: Float32Array, jet: number, slot: number, values: readonly number[]): void {
  for (let channel = 0; channel < values.length; channel++) {
    target[(jet * values.length + channel) * kept + slot] = values[channel]!;
  }
}

function scaled(value: number, centre: number, scale: number): number {
  return Number.isNaN(value) ? 0 : Math.max(-5, Math.min(5, (value - centre) * scale));
}

const finite = (value: number): number => (Number.isFinite(value) ? value : 0);

/** A difference of two azimuths, to (-pi, pi]. */
function wrapAngle(angle: number): number {
  if (angle > Math.PI) return angle - 2 * Math.PI;
  return angle <= -Math.PI ? angle + 2 * Math.PI : angle;
}
