import { azimuth, mass, pseudorapidity, transverseMomentum } from './four-vector';
import { nSubjettiness } from './n-subjettiness';
import type { ParticleBuffer } from './particle-buffer';

/** The jet definition of the top-tagging landscape, arXiv:1902.09914. */
export const jetRadius = 0.8;
/** Constituents kept per jet, the hardest first. */
export const constituentsPerJet = 200;
/** The columns of `jet`: GeV, radians, and pure numbers. */
export const jetFeatures = ['pt', 'eta', 'phi', 'mass', 'tau1', 'tau2', 'tau3', 'tau21', 'tau32'] as const;

/** Kinematics and N-subjettiness of the jet that these are the constituents of, in the order of `jetFeatures`. */
export function measureJet(members: ParticleBuffer): number[] {
  const axis = members.sum();
  const [tau1, tau2, tau3] = nSubjettiness(members, jetRadius);
  const ratio = (a: number, b: number) => (b > 0 ? a / b : 0);
  return [
    transverseMomentum(axis),
    pseudorapidity(axis),
    azimuth(axis),
    mass(axis),
    tau1,
    tau2,
    tau3,
    ratio(tau2, tau1),
    ratio(tau3, tau2),
  ];
}

/** Writes the constituents as (E, px, py, pz) by falling pt, and their kinds; `out`, which holds `constituentsPerJet` of them, is padded with zeros. */
export function writeConstituents(members: ParticleBuffer, out: Float32Array, kinds?: Uint8Array): void {
  const order = Array.from({ length: members.count }, (_, k) => k);
  const pt2 = (k: number) => members.px[k]! ** 2 + members.py[k]! ** 2;
  order.sort((a, b) => pt2(b) - pt2(a));
  out.fill(0);
  order.slice(0, constituentsPerJet).forEach((k, row) => {
    out.set([members.e[k]!, members.px[k]!, members.py[k]!, members.pz[k]!], row * 4);
    if (kinds) kinds[row] = members.kind[k]!;
  });
}
