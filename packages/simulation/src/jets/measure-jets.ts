import { constituentsPerJet, jetFeatures, measureJet } from './measure-jet';
import { ParticleBuffer, ParticleKind } from './particle-buffer';

const members = new ParticleBuffer();

/**
 * The features of jets that were not generated here, from their constituents.
 *
 * @param constituents [N, 200, 4]: E, px, py, pz in GeV; padding (E = 0) ends a jet. Taken as massless.
 * @returns [N, 9]: see `jetFeatures`
 */
export function measureJets(constituents: Float32Array): Float32Array<ArrayBuffer> {
  const width = constituentsPerJet * 4;
  const count = constituents.length / width;
  const jets = new Float32Array(count * jetFeatures.length);
  for (let i = 0; i < count; i++) {
    readConstituents(constituents.subarray(i * width, (i + 1) * width), members);
    jets.set(measureJet(members), i * jetFeatures.length);
  }
  return jets;
}

/** Padding ends a jet. Massless again: float32 left some a little off, which N-subjettiness, a logarithm of E - pz, would see. */
export function readConstituents(rows: Float32Array, into: ParticleBuffer): void {
  into.count = 0;
  for (let at = 0; at < rows.length && rows[at] !== 0; at += 4) {
    const [px, py, pz] = [rows[at + 1]!, rows[at + 2]!, rows[at + 3]!];
    into.push({ e: Math.sqrt(px * px + py * py + pz * pz), px, py, pz }, ParticleKind.charged);
  }
}
