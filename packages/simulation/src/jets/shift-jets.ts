import { type RandomSource, streamOf, deriveSeed } from '@unblind/random';
import { azimuth, massless, pseudorapidity } from './four-vector';
import { generateJets, type JetRequest, type MeasuredJets } from './generate-jets';
import { constituentsPerJet, jetFeatures, jetRadius, measureJet, writeConstituents } from './measure-jet';
import { readConstituents } from './measure-jets';
import { ParticleBuffer, ParticleKind } from './particle-buffer';
import { alternativeShower } from './shower-parameters';

/** One systematic shift of jets, by what it does to their constituents. */
export type JetShift =
  /**
   * Energies that calorimeters measured (photons, neutral hadrons) times `factor`; tracks stay. A factor for all would leave a tagger
   * that looks at shares of momentum as it was.
   */
  | { shift: 'calorimeter-scale'; factor: number }
  /** Every four-momentum times 1 + width x normal, and never below a twentieth of it. */
  | { shift: 'energy-resolution'; width: number }
  /** Each constituent is missed with this probability; the hardest one is kept, so that a jet remains. */
  | { shift: 'constituent-loss'; probability: number }
  /** Soft particles, `density` GeV of transverse momentum per unit of area in (eta, phi) within R of the axis. */
  | { shift: 'pile-up'; density: number }
  /** Jets of the same numbers and labels, by a shower with a fixed coupling and another hadronisation. */
  | { shift: 'generator' };

const members = new ParticleBuffer();
/** Of a pile-up particle, GeV: exponential above the detector's threshold. */
const pileUp = { threshold: 0.5, mean: 0.7 };

/**
 * The same jets under a systematic shift: same numbers, same labels, other constituents, and the jet's features measured again.
 * No jet is selected anew: one that leaves the window of transverse momentum stays, as it would in a frozen analysis.
 * Rows depend on the request's seed, their number and the shift only.
 *
 * @param nominal what `generateJets` made for this request, or jets from elsewhere, whose `kinds` may be missing
 * @throws RangeError for a calorimeter's scale where the kinds are missing
 */
export function shiftJets(nominal: MeasuredJets, shift: JetShift, request: JetRequest): MeasuredJets {
  if (shift.shift === 'generator') return generateJets({ ...request, shower: alternativeShower });
  const { seed, start = 0, count } = request;
  const width = constituentsPerJet * 4;
  const { kinds } = nominal;
  if (shift.shift === 'calorimeter-scale' && !kinds) throw new RangeError('which constituents are tracks is not known of these jets');
  const jets: MeasuredJets = {
    constituents: new Float32Array(nominal.constituents.length),
    jet: new Float32Array(nominal.jet.length),
    labels: nominal.labels.slice(),
  };
  const ofShift = deriveSeed(seed, shift.shift);
  for (let i = 0; i < count; i++) {
    readConstituents(nominal.constituents.subarray(i * width, (i + 1) * width), members);
    if (kinds) for (let k = 0; k < members.count; k++) members.kind[k] = kinds[i * constituentsPerJet + k]!;
    apply(shift, streamOf(ofShift, start + i));
    writeConstituents(members, jets.constituents.subarray(i * width, (i + 1) * width));
    jets.jet.set(measureJet(members), i * jetFeatures.length);
  }
  return jets;
}

function apply(shift: Exclude<JetShift, { shift: 'generator' }>, random: RandomSource): void {
  switch (shift.shift) {
    case 'calorimeter-scale':
      for (let k = 0; k < members.count; k++) if (members.kind[k] !== ParticleKind.charged) scale(k, shift.factor);
      return;
    case 'energy-resolution':
      for (let k = 0; k < members.count; k++) scale(k, Math.max(0.05, 1 + shift.width * random.normal()));
      return;
    case 'constituent-loss':
      return lose(shift.probability, random);
    case 'pile-up':
      return addPileUp(shift.density, random);
  }
}

function scale(k: number, factor: number): void {
  for (const column of [members.e, members.px, members.py, members.pz]) column[k] = column[k]! * factor;
}

/** The constituents come by falling pt, so the first is the hardest. */
function lose(probability: number, random: RandomSource): void {
  let kept = Math.min(1, members.count);
  for (let k = 1; k < members.count; k++) {
    if (random.uniform() < probability) continue;
    for (const column of [members.e, members.px, members.py, members.pz]) column[kept] = column[k]!;
    kept++;
  }
  members.count = kept;
}

function addPileUp(density: number, random: RandomSource): void {
  const axis = members.sum();
  const [eta0, phi0] = [pseudorapidity(axis), azimuth(axis)];
  const n = random.poisson((density * Math.PI * jetRadius ** 2) / (pileUp.threshold + pileUp.mean));
  for (let i = 0; i < n; i++) {
    const distance = jetRadius * Math.sqrt(random.uniform());
    const angle = random.uniformIn(0, 2 * Math.PI);
    const pt = pileUp.threshold + pileUp.mean * random.exponential();
    const eta = eta0 + distance * Math.cos(angle);
    const phi = phi0 + distance * Math.sin(angle);
    members.push(massless(pt, eta, phi), ParticleKind.neutralHadron);
  }
}
