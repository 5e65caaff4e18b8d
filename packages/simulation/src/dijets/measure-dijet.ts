import { ClusterSequence } from '../jets/clustering';
import { mass, pseudorapidity, transverseMomentum, type FourVector } from '../jets/four-vector';
import { nSubjettiness } from '../jets/n-subjettiness';
import { ParticleBuffer } from '../jets/particle-buffer';

/** The columns of the LHC Olympics' features file: GeV and pure numbers; j1 is the harder of the two hardest jets. */
export const dijetFeatures = [
  'pxj1',
  'pyj1',
  'pzj1',
  'mj1',
  'tau1j1',
  'tau2j1',
  'tau3j1',
  'pxj2',
  'pyj2',
  'pzj2',
  'mj2',
  'tau1j2',
  'tau2j2',
  'tau3j2',
] as const;

export const dijetRadius = 1;

export interface MeasuredDijet {
  /** In the order of `dijetFeatures`; zeros where there is no second jet. */
  features: number[];
  dijetMass: number;
  leading: { pt: number; eta: number };
  second: { pt: number };
}

const antiKt = new ClusterSequence(-1, dijetRadius, 'e-scheme');
const members = new ParticleBuffer();

/** Clusters with anti-kT, R = 1, and measures the two hardest jets. */
export function measureDijet(particles: ParticleBuffer): MeasuredDijet {
  antiKt.start(particles);
  while (antiKt.step() > 0);
  const pt2 = new Float64Array(antiKt.jetCount);
  const sums = Array.from({ length: antiKt.jetCount }, (): FourVector => ({ e: 0, px: 0, py: 0, pz: 0 }));
  for (let k = 0; k < particles.count; k++) {
    const sum = sums[antiKt.jetOf[k]!]!;
    sum.e += particles.e[k]!;
    sum.px += particles.px[k]!;
    sum.py += particles.py[k]!;
    sum.pz += particles.pz[k]!;
  }
  sums.forEach(({ px, py }, jet) => (pt2[jet] = px * px + py * py));
  const order = Array.from(pt2.keys()).sort((a, b) => pt2[b]! - pt2[a]!);
  const [first, second] = [order[0], order[1]];
  const none: FourVector = { e: 0, px: 0, py: 0, pz: 0 };
  const j1 = first === undefined ? none : sums[first]!;
  const j2 = second === undefined ? none : sums[second]!;
  // N-subjettiness walks the same kind of sequence: the jets' members are read off before it starts again.
  const jetOf = Int32Array.from(antiKt.jetOf.subarray(0, particles.count));
  return {
    features: [...jetFeatures(particles, jetOf, first, j1), ...jetFeatures(particles, jetOf, second, j2)],
    dijetMass: mass({ e: j1.e + j2.e, px: j1.px + j2.px, py: j1.py + j2.py, pz: j1.pz + j2.pz }),
    leading: { pt: transverseMomentum(j1), eta: pseudorapidity(j1) },
    second: { pt: transverseMomentum(j2) },
  };
}

function jetFeatures(particles: ParticleBuffer, jetOf: Int32Array, jet: number | undefined, sum: FourVector): number[] {
  members.count = 0;
  for (let k = 0; k < particles.count; k++) if (jetOf[k] === jet) members.pushFrom(particles, k);
  return [sum.px, sum.py, sum.pz, mass(sum), ...(members.count > 0 ? nSubjettiness(members, dijetRadius) : [0, 0, 0])];
}
