import { cosineOf, hyperbolicCosineOf, sineOf } from './angle-tables';
import {
  hadEta,
  hadPhi,
  hadPt,
  jetAllPt,
  jetCount,
  leadingEta,
  leadingPhi,
  leadingPt,
  lepEta,
  lepPhi,
  lepPt,
  met,
  metPhi,
  subleadingEta,
  subleadingPhi,
  subleadingPt,
  undefinedValue,
} from './columns';
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
  rows[at + lepPt] = event[lepPt]! * 0.001;
  rows[at + lepEta] = event[lepEta]! * 0.001;
  rows[at + lepPhi] = event[lepPhi]! * 0.001;
  rows[at + hadPt] = event[hadPt]! * 0.001;
  rows[at + hadEta] = event[hadEta]! * 0.001;
  rows[at + hadPhi] = event[hadPhi]! * 0.001;
  rows[at + leadingPt] = event[leadingPt]! * 0.001;
  rows[at + leadingEta] = event[leadingEta]! * 0.001;
  rows[at + leadingPhi] = event[leadingPhi]! * 0.001;
  rows[at + subleadingPt] = event[subleadingPt]! * 0.001;
  rows[at + subleadingEta] = event[subleadingEta]! * 0.001;
  rows[at + subleadingPhi] = event[subleadingPhi]! * 0.001;
  rows[at + jetAllPt] = event[jetAllPt]! * 0.001;
  rows[at + met] = event[met]! * 0.001;
  rows[at + metPhi] = event[metPhi]! * 0.001;
  rows[at + jetCount] = event[jetCount]!;

  const lep = event[lepPt]! * 0.001;
  const had = event[hadPt]! * 0.001;
  const missing = event[met]! * 0.001;
  const sinL = sineOf(event[lepPhi]!);
  const cosL = cosineOf(event[lepPhi]!);
  const sinH = sineOf(event[hadPhi]!);
  const cosH = cosineOf(event[hadPhi]!);
  const sinM = sineOf(event[metPhi]!);
  const cosM = cosineOf(event[metPhi]!);
  const etaDifference = event[lepEta]! - event[hadEta]!;
  rows[at + 16] = massOf(2 * lep * missing * (1 - cosM * cosL - sinM * sinL));
  rows[at + 17] = massOf(2 * lep * had * (hyperbolicCosineOf(etaDifference) - cosH * cosL - sinH * sinL));
  rows[at + 22] = distance(etaDifference * 0.001, (event[lepPhi]! - event[hadPhi]!) * 0.001);
  rows[at + 24] = (event[hadPt]! + event[lepPt]! + event[jetAllPt]!) * 0.001;
  rows[at + 25] = lep / had;

  // A and B of the centrality, up to their common sign: the side of the lepton that the tau is on.
  const a = sinM * cosL - cosM * sinL;
  const b = sinH * cosM - cosH * sinM;
  const side = sinH * cosL - cosH * sinL;
  const norm = Math.sqrt(a * a + b * b);
  rows[at + 26] = side !== 0 && norm !== 0 ? (side > 0 ? a + b : -a - b) / norm : collinearCentrality(event);

  let x = lep * cosL + had * cosH + missing * cosM;
  let y = lep * sinL + had * sinH + missing * sinM;
  rows[at + 18] = Math.sqrt(x * x + y * y);
  if (event[jetCount]! > 0) {
    x += event[leadingPt]! * 0.001 * cosineOf(event[leadingPhi]!);
    y += event[leadingPt]! * 0.001 * sineOf(event[leadingPhi]!);
    if (event[jetCount]! > 1) {
      x += event[subleadingPt]! * 0.001 * cosineOf(event[subleadingPhi]!);
      y += event[subleadingPt]! * 0.001 * sineOf(event[subleadingPhi]!);
    }
  }
  rows[at + 23] = Math.sqrt(x * x + y * y);
  if (event[jetCount]! > 1) writeDijetFeatures(event, rows, at);
  else {
    rows[at + 19] = undefinedValue;
    rows[at + 20] = undefinedValue;
    rows[at + 21] = undefinedValue;
    rows[at + 27] = undefinedValue;
  }
}

function massOf(squared: number): number {
  return squared > 0 ? Math.sqrt(squared) : 0;
}

/** sqrt(d_eta^2 + d_phi^2) with d_phi brought to [-pi, pi). */
function distance(etaDifference: number, phiDifference: number): number {
  if (phiDifference >= Math.PI) phiDifference -= 2 * Math.PI;
  else if (phiDifference < -Math.PI) phiDifference += 2 * Math.PI;
  return Math.sqrt(etaDifference * etaDifference + phiDifference * phiDifference);
}

/** Where lepton and tau point the same way, the lepton is turned by 1e-4; undefined if that does not help. */
function collinearCentrality(event: RoundedEvent): number {
  const lep = event[lepPhi]! / 1000 + 1e-4;
  const side = Math.sign(Math.sin(event[hadPhi]! / 1000 - lep));
  const a = Math.sin(event[metPhi]! / 1000 - lep) * side;
  const b = Math.sin((event[hadPhi]! - event[metPhi]!) / 1000) * side;
  const norm = Math.hypot(a, b);
  return norm > 0 ? (a + b) / norm : undefinedValue;
}

function writeDijetFeatures(event: RoundedEvent, rows: Float32Array, at: number): void {
  const phi1 = event[leadingPhi]!;
  const phi2 = event[subleadingPhi]!;
  const eta1 = event[leadingEta]! / 1000;
  const eta2 = event[subleadingEta]! / 1000;
  const cosine = cosineOf(phi1) * cosineOf(phi2) + sineOf(phi1) * sineOf(phi2);
  const cosh = hyperbolicCosineOf(event[leadingEta]! - event[subleadingEta]!);
  const squared = (eta1 - eta2) ** 2;
  const fromMiddle = event[lepEta]! / 1000 - (eta1 + eta2) / 2;
  rows[at + 19] = Math.abs(eta1 - eta2);
  rows[at + 20] = massOf(2e-6 * event[leadingPt]! * event[subleadingPt]! * (cosh - cosine));
  rows[at + 21] = eta1 * eta2;
  rows[at + 27] = Math.exp((-4 / (squared === 0 ? 1e-4 : squared)) * fromMiddle * fromMiddle);
}
