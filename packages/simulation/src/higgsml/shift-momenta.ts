import { cosineOf, roundedDirection, sineOf, thousandths } from './angle-tables';
import * as column from './columns';

/** One systematic shift of an event's momenta. */
export interface MomentumShift {
  /** Tau energy scale: factor on the momentum of the hadronic tau. */
  tes: number;
  /** Jet energy scale: factor on the momenta of all jets. */
  jes: number;
  /** Width in GeV of the Gaussian added to each component of the missing momentum. */
  softMet: number;
}
export const nominalMomenta: MomentumShift = { tes: 1, jes: 1, softMet: 0 };

/** Standard normals for the soft missing momentum, an entry per event. */
export interface SoftMetNormals {
  x: Float64Array;
  y: Float64Array;
}

/**
 * An event on its way through shift, cuts and derived features: its primary features in thousandths (momenta in MeV), which
 * is what the data are rounded to. The number of jets is itself.
 */
export type RoundedEvent = Int32Array;

/**
 * Reads one event with its momenta shifted and rounded.
 *
 * The missing momentum balances what is seen, so that it takes the opposite of every change: MET += (1 - tes) p(tau) and
 * (1 - jes) p(jet) for the two jets whose direction is known. What an event does not have stays undefined.
 *
 * @param rows primary features, row after row
 * @param at where the event's row starts
 * @param normals the soft missing momentum in units of its width, or null; entry i is the event's
 * Source: arXiv:2410.02867; FAIR-Universe/HEP-Challenge, ingestion_program/systematics.py `mom4_manipulate`
 */
export function shiftMomenta(
  rows: Float32Array,
  at: number,
  { tes, jes, softMet }: MomentumShift,
  normals: SoftMetNormals | null,
  i: number,
  event: RoundedEvent,
): void {
  event[column.lepPt] = thousandths(rows[at + column.lepPt]!);
  event[column.lepEta] = thousandths(rows[at + column.lepEta]!);
  event[column.lepPhi] = thousandths(rows[at + column.lepPhi]!);
  event[column.hadPt] = thousandths(rows[at + column.hadPt]!);
  event[column.hadEta] = thousandths(rows[at + column.hadEta]!);
  event[column.hadPhi] = thousandths(rows[at + column.hadPhi]!);
  event[column.leadingPt] = thousandths(rows[at + column.leadingPt]!);
  event[column.leadingEta] = thousandths(rows[at + column.leadingEta]!);
  event[column.leadingPhi] = thousandths(rows[at + column.leadingPhi]!);
  event[column.subleadingPt] = thousandths(rows[at + column.subleadingPt]!);
  event[column.subleadingEta] = thousandths(rows[at + column.subleadingEta]!);
  event[column.subleadingPhi] = thousandths(rows[at + column.subleadingPhi]!);
  const jets = rows[at + column.jetCount]!;
  event[column.jetCount] = jets;
  event[column.jetAllPt] = thousandths(rows[at + column.jetAllPt]! * jes);
  let x = normals ? softMet * normals.x[i]! : 0;
  let y = normals ? softMet * normals.y[i]! : 0;
  const vectors = jes === 1 ? 2 : 2 + Math.min(jets, 2);
  for (let v = 0; v < vectors; v++) {
    const pt = rows[at + ptOf[v]!]!;
    const phi = rows[at + phiOf[v]!]!;
    // Taylor's series around the nearest thousandth: exact to 3e-15.
    const k = thousandths(phi) | 0;
    const rest = phi - k * 0.001;
    const even = 1 - 0.5 * rest * rest;
    const odd = rest - (1 / 6) * rest * rest * rest;
    const sin = sineOf(k);
    const cos = cosineOf(k);
    const scale = v === 0 ? 1 : v === 1 ? tes : jes;
    const moved = v === 0 ? pt : (1 - scale) * pt;
    x += moved * (cos * even - sin * odd);
    y += moved * (sin * even + cos * odd);
    event[ptOf[v]!] = thousandths(scale * pt);
  }
  const missing = Math.sqrt(x * x + y * y);
  event[column.met] = thousandths(missing);
  event[column.metPhi] = roundedDirection(y, x, missing);
}

/** The vectors that the missing momentum is the sum of: itself, the tau, the jets. */
const ptOf = Int32Array.of(column.met, column.hadPt, column.leadingPt, column.subleadingPt);
const phiOf = Int32Array.of(column.metPhi, column.hadPhi, column.leadingPhi, column.subleadingPhi);
