import { cosineOf, hyperbolicCosineOf, nearestInteger, sineOf } from './angle-tables';
import * as column from './columns';
import type { RoundedEvent } from './shift-momenta';

/**
 * Writes the 28 features of an event: the primary ones, then the derived ones.
 *
 * Source: FAIR-Universe/HEP-Challenge, ingestion_program/derived_quantities.py. Masses are computed from the angle between
 * the momenta, which loses no digits where the reference subtracts nearly equal squares, and are never NaN.
 *
 * @param at where the event's row starts in `rows`
 */
export function writeFeatures(event: RoundedEvent, rows: Float32Array, at: number): void {
  // Thousandths times 0.001 and thousandths divided by 1000 are the same float32, and the product is quicker.
  rows[at + column.lepPt] = event[column.lepPt]! * 0.001;
  rows[at + column.lepEta] = event[column.lepEta]! * 0.001;
  rows[at + column.lepPhi] = event[column.lepPhi]! * 0.001;
  rows[at + column.hadPt] = event[column.hadPt]! * 0.001;
  rows[at + column.hadEta] = event[column.hadEta]! * 0.001;
  rows[at + column.hadPhi] = event[column.hadPhi]! * 0.001;
  rows[at + column.jetAllPt] = event[column.jetAllPt]! * 0.001;
  rows[at + column.met] = event[column.met]! * 0.001;
  rows[at + column.metPhi] = event[column.metPhi]! * 0.001;
  rows[at + column.jetCount] = event[column.jetCount]!;

  const lep = event[column.lepPt]! * 0.001;
  const had = event[column.hadPt]! * 0.001;
  const missing = event[column.met]! * 0.001;
  const sinL = sineOf(event[column.lepPhi]!);
  const cosL = cosineOf(event[column.lepPhi]!);
  const sinH = sineOf(event[column.hadPhi]!);
  const cosH = cosineOf(event[column.hadPhi]!);
  const sinM = sineOf(event[column.metPhi]!);
  const cosM = cosineOf(event[column.metPhi]!);
  const etaDifference = event[column.lepEta]! - event[column.hadEta]!;
  rows[at + column.transverseMass] = massOf(2 * lep * missing * (1 - cosM * cosL - sinM * sinL));
  rows[at + column.visibleMass] = massOf(2 * lep * had * (hyperbolicCosineOf(etaDifference) - cosH * cosL - sinH * sinL));
  rows[at + column.deltaRHadLep] = distance(etaDifference * 0.001, (event[column.lepPhi]! - event[column.hadPhi]!) * 0.001);
  rows[at + column.sumPt] = (event[column.hadPt]! + event[column.lepPt]! + event[column.jetAllPt]!) * 0.001;
  rows[at + column.ptRatio] = lep / had;

  // A and B of the centrality, up to their common sign: the side of the lepton that the tau is on.
  const a = sinM * cosL - cosM * sinL;
  const b = sinH * cosM - cosH * sinM;
  const side = sinH * cosL - cosH * sinL;
  const norm = Math.sqrt(a * a + b * b);
  rows[at + column.metCentrality] = side !== 0 && norm !== 0 ? ((a + b) * side) / (norm * Math.abs(side)) : collinearCentrality(event);

  const x = lep * cosL + had * cosH + missing * cosM;
  const y = lep * sinL + had * sinH + missing * sinM;
  rows[at + column.ptHiggs] = Math.sqrt(x * x + y * y);
  if (event[column.jetCount]! > 0) writeJets(event, x, y, rows, at);
  else writeNoJets(rows, at);
}

/** @param x, y transverse momentum in GeV of everything but the jets */
function writeJets(event: RoundedEvent, x: number, y: number, rows: Float32Array, at: number): void {
  rows[at + column.leadingPt] = event[column.leadingPt]! * 0.001;
  rows[at + column.leadingEta] = event[column.leadingEta]! * 0.001;
  rows[at + column.leadingPhi] = event[column.leadingPhi]! * 0.001;
  rows[at + column.subleadingPt] = event[column.subleadingPt]! * 0.001;
  rows[at + column.subleadingEta] = event[column.subleadingEta]! * 0.001;
  rows[at + column.subleadingPhi] = event[column.subleadingPhi]! * 0.001;
  x += event[column.leadingPt]! * 0.001 * cosineOf(event[column.leadingPhi]!);
  y += event[column.leadingPt]! * 0.001 * sineOf(event[column.leadingPhi]!);
  if (event[column.jetCount]! > 1) {
    x += event[column.subleadingPt]! * 0.001 * cosineOf(event[column.subleadingPhi]!);
    y += event[column.subleadingPt]! * 0.001 * sineOf(event[column.subleadingPhi]!);
    writeDijetFeatures(event, rows, at);
  } else writeNoDijet(rows, at);
  rows[at + column.ptTotal] = Math.sqrt(x * x + y * y);
}

function writeNoJets(rows: Float32Array, at: number): void {
  rows[at + column.leadingPt] = column.undefinedValue;
  rows[at + column.leadingEta] = column.undefinedValue;
  rows[at + column.leadingPhi] = column.undefinedValue;
  rows[at + column.subleadingPt] = column.undefinedValue;
  rows[at + column.subleadingEta] = column.undefinedValue;
  rows[at + column.subleadingPhi] = column.undefinedValue;
  rows[at + column.ptTotal] = rows[at + column.ptHiggs]!;
  writeNoDijet(rows, at);
}

function writeNoDijet(rows: Float32Array, at: number): void {
  rows[at + column.dijetDeltaEta] = column.undefinedValue;
  rows[at + column.dijetMass] = column.undefinedValue;
  rows[at + column.dijetEtaProduct] = column.undefinedValue;
  rows[at + column.lepCentrality] = column.undefinedValue;
}

function massOf(squared: number): number {
  return squared > 0 ? Math.sqrt(squared) : 0;
}

/** sqrt(d_eta^2 + d_phi^2) with d_phi brought to [-pi, pi]. */
function distance(etaDifference: number, phiDifference: number): number {
  const wrapped = phiDifference - 2 * Math.PI * nearestInteger(phiDifference * (0.5 / Math.PI));
  return Math.sqrt(etaDifference * etaDifference + wrapped * wrapped);
}

/** Where lepton and tau point the same way, the lepton is turned by 1e-4; undefined if that does not help. */
function collinearCentrality(event: RoundedEvent): number {
  const lep = event[column.lepPhi]! / 1000 + 1e-4;
  const side = Math.sign(Math.sin(event[column.hadPhi]! / 1000 - lep));
  const a = Math.sin(event[column.metPhi]! / 1000 - lep) * side;
  const b = Math.sin((event[column.hadPhi]! - event[column.metPhi]!) / 1000) * side;
  const norm = Math.hypot(a, b);
  return norm > 0 ? (a + b) / norm : column.undefinedValue;
}

function writeDijetFeatures(event: RoundedEvent, rows: Float32Array, at: number): void {
  const phi1 = event[column.leadingPhi]!;
  const phi2 = event[column.subleadingPhi]!;
  const eta1 = event[column.leadingEta]! / 1000;
  const eta2 = event[column.subleadingEta]! / 1000;
  const cosine = cosineOf(phi1) * cosineOf(phi2) + sineOf(phi1) * sineOf(phi2);
  const cosh = hyperbolicCosineOf(event[column.leadingEta]! - event[column.subleadingEta]!);
  const squared = (eta1 - eta2) ** 2;
  const fromMiddle = event[column.lepEta]! / 1000 - (eta1 + eta2) / 2;
  rows[at + column.dijetDeltaEta] = Math.abs(eta1 - eta2);
  rows[at + column.dijetMass] = massOf(2e-6 * event[column.leadingPt]! * event[column.subleadingPt]! * (cosh - cosine));
  rows[at + column.dijetEtaProduct] = eta1 * eta2;
  rows[at + column.lepCentrality] = Math.exp((-4 / (squared === 0 ? 1e-4 : squared)) * fromMiddle * fromMiddle);
}
