import type { ViewDerivation } from './view-derivation';

const STORED = 200;
const KEPT = 128;

/**
 * The inputs of weaver-core's exports (hqucms/weaver-core, top tagging with kinematics), from constituents (E, px, py, pz) in GeV.
 *
 * pf_points [2, 128]: eta relative to the jet's axis, with the sign of the jet's eta taken out, and phi relative to it.
 * pf_features [7, 128]: (ln pt - 1.7) 0.7, (ln E - 2.0) 0.7, (ln(pt/jet pt) + 4.7) 0.7, (ln(E/jet E) + 4.7) 0.7, (dR - 0.2) 4,
 * each clipped to [-5, 5]; then the two of pf_points.
 * pf_vectors [4, 128]: px, py, pz, E. pf_mask [1, 128]: 1 for a constituent.
 *
 * The jet is the sum of all its constituents; the leading 128 are kept. As weaver does, everything but the mask is padded by
 * wrapping around: slot i repeats slot i mod n. A jet without constituents is all zeros.
 */
export const weaverKin: ViewDerivation = {
  input: { view: 'constituents', rowShape: [STORED, 4] },
  outputs: { pf_points: [2, KEPT], pf_features: [7, KEPT], pf_vectors: [4, KEPT], pf_mask: [1, KEPT] },
  derive(source, count) {
    const out = {
      pf_points: new Float32Array(count * 2 * KEPT),
      pf_features: new Float32Array(count * 7 * KEPT),
      pf_vectors: new Float32Array(count * 4 * KEPT),
      pf_mask: new Float32Array(count * KEPT),
    };
    for (let jet = 0; jet < count; jet++) deriveJet(source, jet, out);
    return out;
  },
};

interface Outputs {
  pf_points: Float32Array;
  pf_features: Float32Array;
  pf_vectors: Float32Array;
  pf_mask: Float32Array;
}

function deriveJet(source: ArrayLike<number | bigint>, jet: number, out: Outputs): void {
  const at = (slot: number, component: number): number => Number(source[(jet * STORED + slot) * 4 + component]);
  const [E, px, py, pz] = [0, 0, 0, 0].map((_, component) =>
    Array.from({ length: STORED }, (__, slot) => at(slot, component)).reduce((sum, value) => sum + value, 0),
  );
  if (E === undefined || px === undefined || py === undefined || pz === undefined) return;
  const jetPt = Math.hypot(px, py);
  const jetEta = pseudorapidity(jetPt, pz);
  const jetPhi = Math.atan2(py, px);
  const sign = jetEta >= 0 ? 1 : -1;
  // Constituents come sorted and padded by zeros: the first empty slot ends the list.
  let filled = 0;
  while (filled < KEPT && at(filled, 0) > 0) filled++;
  for (let slot = 0; slot < KEPT && filled > 0; slot++) {
    const from = slot % filled;
    const [e, x, y, z] = [at(from, 0), at(from, 1), at(from, 2), at(from, 3)];
    const pt = Math.hypot(x, y);
    const deltaEta = (pseudorapidity(pt, z) - jetEta) * sign;
    const deltaPhi = wrapAngle(Math.atan2(y, x) - jetPhi);
    const scaled = [
      (Math.log(pt) - 1.7) * 0.7,
      (Math.log(e) - 2.0) * 0.7,
      (Math.log(pt / jetPt) + 4.7) * 0.7,
      (Math.log(e / E) + 4.7) * 0.7,
      (Math.hypot(deltaEta, deltaPhi) - 0.2) * 4,
    ].map((value) => Math.max(-5, Math.min(5, value)));
    write(out.pf_points, jet, slot, [deltaEta, deltaPhi]);
    write(out.pf_features, jet, slot, [...scaled, deltaEta, deltaPhi]);
    write(out.pf_vectors, jet, slot, [x, y, z, e]);
    if (slot < filled) out.pf_mask[jet * KEPT + slot] = 1;
  }
}

function write(target: Float32Array, jet: number, slot: number, values: readonly number[]): void {
  values.forEach((value, channel) => (target[(jet * values.length + channel) * KEPT + slot] = value));
}

function pseudorapidity(pt: number, pz: number): number {
  return Math.asinh(pz / pt);
}

/** To (-pi, pi]. */
function wrapAngle(angle: number): number {
  const turn = 2 * Math.PI;
  const wrapped = ((angle % turn) + turn) % turn;
  return wrapped > Math.PI ? wrapped - turn : wrapped;
}
