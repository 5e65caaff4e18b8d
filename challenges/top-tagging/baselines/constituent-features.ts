import { constituentsPerJet } from '@unblind/simulation';

/** Columns: log of the pt fraction; position along and across the jet's principal axis; distance to the jet's centre. */
export const featureCount = 4;
/** Factors that bring the columns to order one. */
export const logFractionShift = 4;
export const logFractionScale = 0.5;
export const angleScale = 4;

/** The constituents of many jets in one list: those of jet i are offsets[i] .. offsets[i + 1] - 1. */
export interface ConstituentFeatures {
  offsets: Int32Array;
  /** [constituents, featureCount] */
  features: Float64Array;
  /** Each constituent's part of the jet's transverse momentum. */
  fractions: Float64Array;
}

/**
 * Features of jets given as [n, 200, 4] (E, px, py, pz in GeV, padded with zeros). deep-sets-graph.ts does the same in ONNX: change both
 * together.
 */
export function constituentFeatures(constituents: Float32Array, n: number): ConstituentFeatures {
  const offsets = new Int32Array(n + 1);
  const features = new Float64Array(n * constituentsPerJet * featureCount);
  const fractions = new Float64Array(n * constituentsPerJet);
  let rows = 0;
  for (let jet = 0; jet < n; jet++) {
    const momenta = constituents.subarray(jet * constituentsPerJet * 4, (jet + 1) * constituentsPerJet * 4);
    const ofJet = fractions.subarray(rows);
    const count = centre(momenta, features.subarray(rows * featureCount), ofJet);
    alignToPrincipalAxis(features.subarray(rows * featureCount, (rows + count) * featureCount), ofJet);
    rows += count;
    offsets[jet + 1] = rows;
  }
  return { offsets, features: features.slice(0, rows * featureCount), fractions: fractions.slice(0, rows) };
}

/**
 * Writes pt fractions and positions relative to the summed momentum; returns the number of constituents. The angle in phi comes from
 * rotating the jet to phi = 0, because ONNX has no atan2: exact within 90 degrees of the axis.
 */
function centre(momenta: Float32Array, features: Float64Array, fractions: Float64Array): number {
  let [x, y, z] = [0, 0, 0];
  for (let at = 0; at < momenta.length; at += 4) {
    x += momenta[at + 1]!;
    y += momenta[at + 2]!;
    z += momenta[at + 3]!;
  }
  const jetPt = Math.hypot(x, y);
  const jetEta = Math.asinh(z / jetPt);
  let count = 0;
  for (let at = 0; at < momenta.length; at += 4, count++) {
    const [px, py, pz] = [momenta[at + 1]!, momenta[at + 2]!, momenta[at + 3]!];
    const pt = Math.hypot(px, py);
    if (pt === 0) break;
    const deltaEta = Math.asinh(pz / pt) - jetEta;
    const deltaPhi = Math.atan((py * x - px * y) / (px * x + py * y));
    fractions[count] = pt / jetPt;
    features[at] = (Math.log(pt / jetPt) + logFractionShift) * logFractionScale;
    features[at + 1] = deltaEta * angleScale;
    features[at + 2] = deltaPhi * angleScale;
    features[at + 3] = Math.hypot(deltaEta, deltaPhi) * angleScale;
  }
  return count;
}

/**
 * Turns the jet so that its pt-weighted spread is largest along the first coordinate, and mirrors each coordinate so that its
 * third moment is not negative: jets that differ by a rotation or a reflection become the same jet.
 */
function alignToPrincipalAxis(features: Float64Array, fractions: Float64Array): void {
  let [difference, mixed] = [0, 0];
  const each = (visit: (at: number, fraction: number) => void) => {
    for (let at = 0; at < features.length; at += featureCount) visit(at, fractions[at / featureCount]!);
  };
  each((at, fraction) => {
    difference += fraction * (features[at + 1]! ** 2 - features[at + 2]! ** 2);
    mixed += 2 * fraction * features[at + 1]! * features[at + 2]!;
  });
  // tan(2 angle) = mixed / difference
  const cosDouble = difference / Math.max(Math.hypot(difference, mixed), tiny);
  const cos = Math.sqrt((1 + cosDouble) / 2);
  const sin = Math.sqrt((1 - cosDouble) / 2) * (mixed < 0 ? -1 : 1);
  let [skewAlong, skewAcross] = [0, 0];
  each((at, fraction) => {
    const along = cos * features[at + 1]! + sin * features[at + 2]!;
    const across = cos * features[at + 2]! - sin * features[at + 1]!;
    skewAlong += fraction * features[at + 3]! * along;
    skewAcross += fraction * features[at + 3]! * across;
    features[at + 1] = along;
    features[at + 2] = across;
  });
  each((at) => {
    if (skewAlong < 0) features[at + 1] = -features[at + 1]!;
    if (skewAcross < 0) features[at + 2] = -features[at + 2]!;
  });
}

/** Keeps the principal axis defined for a jet without any spread. */
export const tiny = 1e-12;
