import { azimuth, deltaPhi, transverseMomentum, type FourVector } from '../../jets/four-vector';
import { type RandomSource, type Seed, streamOf, deriveSeed } from '@unblind/random';
import { primaryFeatures, undefinedValue } from '../columns';
import type { HiggsProcess } from '../pseudo-experiment';
import { etaOf } from './kinematics';
import { collide, type Collision } from './processes';

const { abs, atan2, fround, hypot, max, sqrt } = Math;

/** Expected events at 10 fb^-1 of each process in the FAIR Universe data (arXiv:2410.02867): the relative yields. */
export const expectedYields: Readonly<Record<HiggsProcess, number>> = { ztautau: 1_002_395, diboson: 3_783, ttbar: 44_192, htautau: 1_015 };

export interface HiggsEventRequest {
  seed: Seed;
  process: HiggsProcess;
  count: number;
  /** The index of the first event: each depends on the seed, its process and its number only. Default 0. */
  start?: number;
}

const width = primaryFeatures.length;
/** GeV: where events are recorded, with a margin below the analysis' cuts of 20 (lepton) and 26 (tau, jets), so that shifts bring events in. */
const threshold = { lepton: 20, hadron: 22, jet: 22 };
const acceptance = { lepton: 2.4, hadron: 2.5, jet: 4.5 };
const isolation = 0.4;

/**
 * Events with a lepton, a hadronic tau, up to several jets and missing momentum, as the FAIR Universe HiggsML data describe them:
 * its 16 primary features [count, 16], `undefinedValue` where an event has no such jet. Collisions are drawn until one is
 * recorded.
 *
 * A fast and simplified simulation: two-body kinematics, collinear tau decays without polarisation, Gaussian resolutions.
 */
export function generateHiggsEvents({ seed, process, count, start = 0 }: HiggsEventRequest): Float32Array {
  const rows = new Float32Array(count * width);
  const ofProcess = deriveSeed(seed, process);
  for (let i = 0; i < count; i++) generateHiggsEvent(streamOf(ofProcess, start + i), process, rows.subarray(i * width, (i + 1) * width));
  return rows;
}

/** Writes one recorded event into a row of 16. */
export function generateHiggsEvent(random: RandomSource, process: HiggsProcess, row: Float32Array): void {
  while (!record(random, collide(random, process), row));
}

/** False where the detector or the trigger would not keep the event. */
function record(random: RandomSource, { lepton, hadron, neutrinos, jets }: Collision, row: Float32Array): boolean {
  const lep = smeared(random, lepton, () => 0.02);
  const had = smeared(random, hadron, (e) => hypot(0.6 / sqrt(e), 0.05));
  if (lep.pt < threshold.lepton || abs(lep.eta) > acceptance.lepton) return false;
  if (had.pt < threshold.hadron || abs(had.eta) > acceptance.hadron) return false;
  if (hypot(lep.eta - had.eta, deltaPhi(lep.phi, had.phi)) < isolation) return false;
  const seen = jets
    .map((jet) => smeared(random, jet, (e) => hypot(0.8 / sqrt(e), 0.06)))
    .filter((jet) => jet.pt > threshold.jet && abs(jet.eta) < acceptance.jet && apart(jet, lep) && apart(jet, had))
    .sort((a, b) => b.pt - a.pt);
  const all = seen.reduce((sum, { pt }) => sum + pt, 0);
  // The missing momentum misses what the neutrinos take, what jets and tau were mismeasured by, and its own share of soft activity.
  const soft = 0.45 * sqrt(lep.pt + had.pt + all + 60);
  const mismeasured = [had, ...seen];
  const metX = neutrinos[0] - mismeasured.reduce((sum, object) => sum + object.missedX, 0) + soft * random.normal();
  const metY = neutrinos[1] - mismeasured.reduce((sum, object) => sum + object.missedY, 0) + soft * random.normal();
  const jet = (at: number) => {
    const found = seen[at];
    return found ? [found.pt, found.eta, found.phi] : [undefinedValue, undefinedValue, undefinedValue];
  };
  row.set(
    [lep.pt, lep.eta, lep.phi, had.pt, had.eta, had.phi, ...jet(0), ...jet(1), seen.length, all, hypot(metX, metY), atan2(metY, metX)].map(
      rounded,
    ),
  );
  return true;
}

interface Measured {
  pt: number;
  eta: number;
  phi: number;
  /** By how much the measurement exceeds the truth, along x and y. */
  missedX: number;
  missedY: number;
}

function smeared(random: RandomSource, p: FourVector, resolution: (energy: number) => number): Measured {
  const factor = max(0.1, 1 + resolution(p.e) * random.normal());
  const excess = factor - 1;
  return { pt: transverseMomentum(p) * factor, eta: etaOf(p), phi: azimuth(p), missedX: excess * p.px, missedY: excess * p.py };
}

const apart = (a: Measured, b: Measured): boolean => hypot(a.eta - b.eta, deltaPhi(a.phi, b.phi)) > isolation;

/** To 3 decimals, as the published data are. */
const rounded = (value: number): number => fround(Math.round(value * 1000) / 1000);
