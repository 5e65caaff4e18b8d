import type { TypedArray } from '@unblind/npy';
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
  let [jetE, jetPx, jetPy, jetPz] = [0, 0, 0, 0];
  for (let i = 0; i < constituents.length; i += 4) {
    jetE += constituents[i]!;
    jetPx += constituents[i + 1]!;
    jetPy += constituents[i + 2]!;
    jetPz += constituents[i + 3]!;
  }
  const jetPt = Math.sqrt(jetPx * jetPx + jetPy * jetPy);
  const jetEta = Math.asinh(jetPz / jetPt);
  const jetPhi = Math.atan2(jetPy, jetPx);
  const side = jetEta < 0 ? -1 : 1;
  const length = Math.min(constituents.length / 4, kept);
  const [points, features, vectors] = [jet * 2 * kept, jet * 7 * kept, jet * 4 * kept];
  for (let slot = 0; slot < length; slot++) {
    const e = constituents[slot * 4]!;
    const px = constituents[slot * 4 + 1]!;
    const py = constituents[slot * 4 + 2]!;
    const pz = constituents[slot * 4 + 3]!;
    const pt = Math.sqrt(px * px + py * py);
    const deltaEta = (Math.asinh(pz / pt) - jetEta) * side;
    const deltaPhi = wrapAngle(Math.atan2(py, px) - jetPhi);
    out.pf_points[points + slot] = finite(deltaEta);
    out.pf_points[points + kept + slot] = finite(deltaPhi);
    out.pf_features[features + slot] = scaled(Math.log(pt), 1.7, 0.7);
    out.pf_features[features + kept + slot] = scaled(Math.log(e), 2, 0.7);
    out.pf_features[features + 2 * kept + slot] = scaled(Math.log(pt / jetPt), -4.7, 0.7);
    out.pf_features[features + 3 * kept + slot] = scaled(Math.log(e / jetE), -4.7, 0.7);
    out.pf_features[features + 4 * kept + slot] = scaled(Math.sqrt(deltaEta * deltaEta + deltaPhi * deltaPhi), 0.2, 4);
    out.pf_features[features + 5 * kept + slot] = finite(deltaEta);
    out.pf_features[features + 6 * kept + slot] = finite(deltaPhi);
    out.pf_vectors[vectors + slot] = px;
    out.pf_vectors[vectors + kept + slot] = py;
    out.pf_vectors[vectors + 2 * kept + slot] = pz;
    out.pf_vectors[vectors + 3 * kept + slot] = e;
    out.pf_mask[jet * kept + slot] = 1;
  }
  repeat(out.pf_points, jet * 2, 2, length);
  repeat(out.pf_features, jet * 7, 7, length);
  repeat(out.pf_vectors, jet * 4, 4, length);
}

/** Fills each channel's slots from `length` on with those before, over and over. */
function repeat(target: Float32Array, firstChannel: number, channels: number, length: number): void {
  for (let channel = firstChannel; channel < firstChannel + channels; channel++) {
    for (let slot = channel * kept + length; slot < (channel + 1) * kept; slot++) target[slot] = target[slot - length]!;
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
