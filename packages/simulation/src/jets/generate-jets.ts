import { type RandomSource, type Seed, streamOf } from '@unblind/random';
import { ClusterSequence } from './clustering';
import { detect, nominalDetector, type DetectorParameters } from './detector';
import { azimuth, deltaPhi, pseudorapidity, transverseMomentum, type FourVector } from './four-vector';
import { hardProcess, nominalHardProcess, type HardProcessParameters } from './hard-process';
import { constituentsPerJet, jetFeatures, jetRadius, measureJet, writeConstituents } from './measure-jet';
import { ParticleBuffer } from './particle-buffer';
import { nominalShower, type ShowerParameters } from './shower-parameters';

/** The selection of the top-tagging landscape, arXiv:1902.09914. */
export const transverseMomentumWindow: readonly [number, number] = [550, 650];
export const largestPseudorapidity = 2;

export interface JetRequest {
  seed: Seed;
  /** How many jets. */
  count: number;
  /** The index of the first jet: jets are numbered from 0, and each depends on the seed and its number only. */
  start?: number;
  /** The probability that a jet is a top, where `labels` does not say it. */
  signalFraction?: number;
  /** [count]: which jets are tops. */
  labels?: Uint8Array;
  shower?: ShowerParameters;
  process?: HardProcessParameters;
  detector?: DetectorParameters;
}

export interface MeasuredJets {
  /** [count, 200, 4]: E, px, py, pz in GeV, sorted by falling pt, padded with zeros. */
  constituents: Float32Array<ArrayBuffer>;
  /** [count, 9]: see `jetFeatures`. */
  jet: Float32Array<ArrayBuffer>;
  /** [count]: 1 for top, 0 for QCD. */
  labels: Uint8Array<ArrayBuffer>;
  /** [count, 200]: the `ParticleKind` of each constituent, 0 for padding. */
  kinds?: Uint8Array<ArrayBuffer>;
}

export type Jets = Required<MeasuredJets>;

const hadrons = new ParticleBuffer();
const objects = new ParticleBuffer();
const members = new ParticleBuffer();
const antiKt = new ClusterSequence(-1, jetRadius, 'e-scheme');

/**
 * Generates jets with pt in 550-650 GeV and |eta| < 2: scatterings are drawn, showered, seen by the detector and clustered with
 * anti-kT (R = 0.8) until the hardest jet passes. A top jet is kept when the quarks of the W lie within R of its axis; the b may be
 * outside, which gives the shoulder at the W mass.
 */
export function generateJets(request: JetRequest): Jets {
  const { seed, count, start = 0, signalFraction = 0.5, labels } = request;
  const jets: Jets = {
    constituents: new Float32Array(count * constituentsPerJet * 4),
    jet: new Float32Array(count * jetFeatures.length),
    labels: new Uint8Array(count),
    kinds: new Uint8Array(count * constituentsPerJet),
  };
  for (let i = 0; i < count; i++) {
    const random = streamOf(seed, start + i);
    const isTop = labels ? labels[i] === 1 : random.uniform() < signalFraction;
    jets.labels[i] = isTop ? 1 : 0;
    generateJet(random, isTop, request);
    const rows = [i * constituentsPerJet, (i + 1) * constituentsPerJet] as const;
    writeConstituents(members, jets.constituents.subarray(4 * rows[0], 4 * rows[1]), jets.kinds.subarray(...rows));
    jets.jet.set(measureJet(members), i * jetFeatures.length);
  }
  return jets;
}

/** Fills `members` with the constituents of an accepted jet. */
function generateJet(random: RandomSource, isTop: boolean, request: JetRequest): void {
  const { shower = nominalShower, process = nominalHardProcess, detector = nominalDetector } = request;
  for (;;) {
    const quarks = hardProcess(random, isTop, { process, shower }, hadrons);
    detect(random, hadrons, detector, objects);
    if (scalarSum(objects) < transverseMomentumWindow[0]) continue; // No jet made of these objects can reach the window.
    collectHardestJet();
    const axis = members.sum();
    const pt = transverseMomentum(axis);
    const accepted =
      pt > transverseMomentumWindow[0] && pt < transverseMomentumWindow[1] && Math.abs(pseudorapidity(axis)) < largestPseudorapidity;
    const matched = quarks === null || quarks.slice(1).every((quark) => distance(quark, axis) < jetRadius);
    if (accepted && matched) return;
  }
}

/** Clusters the detected objects and copies those of the hardest jet to `members`. */
function collectHardestJet(): void {
  antiKt.start(objects);
  while (antiKt.step() > 0);
  const px = new Float64Array(antiKt.jetCount);
  const py = new Float64Array(antiKt.jetCount);
  for (let k = 0; k < objects.count; k++) {
    const jet = antiKt.jetOf[k]!;
    px[jet] = px[jet]! + objects.px[k]!;
    py[jet] = py[jet]! + objects.py[k]!;
  }
  let hardest = 0;
  for (let jet = 1; jet < antiKt.jetCount; jet++) {
    if (px[jet]! ** 2 + py[jet]! ** 2 > px[hardest]! ** 2 + py[hardest]! ** 2) hardest = jet;
  }
  members.count = 0;
  for (let k = 0; k < objects.count; k++) {
    if (antiKt.jetOf[k] === hardest) members.pushFrom(objects, k);
  }
}

function scalarSum(particles: ParticleBuffer): number {
  let sum = 0;
  for (let k = 0; k < particles.count; k++) sum += Math.sqrt(particles.px[k]! ** 2 + particles.py[k]! ** 2);
  return sum;
}

/** Distance in (eta, phi). */
function distance(a: FourVector, b: FourVector): number {
  return Math.hypot(pseudorapidity(a) - pseudorapidity(b), deltaPhi(azimuth(a), azimuth(b)));
}
