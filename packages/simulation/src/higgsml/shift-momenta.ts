import { cosineOf, roundedDirection, sineOf, thousandths } from './angle-tables';
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
} from './columns';

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
  event[lepPt] = thousandths(rows[at + lepPt]!);
  event[lepEta] = thousandths(rows[at + lepEta]!);
  event[lepPhi] = thousandths(rows[at + lepPhi]!);
  event[hadPt] = thousandths(rows[at + hadPt]!);
  event[hadEta] = thousandths(rows[at + hadEta]!);
  event[hadPhi] = thousandths(rows[at + hadPhi]!);
  event[leadingPt] = thousandths(rows[at + leadingPt]!);
  event[leadingEta] = thousandths(rows[at + leadingEta]!);
  event[leadingPhi] = thousandths(rows[at + leadingPhi]!);
  event[subleadingPt] = thousandths(rows[at + subleadingPt]!);
  event[subleadingEta] = thousandths(rows[at + subleadingEta]!);
  event[subleadingPhi] = thousandths(rows[at + subleadingPhi]!);
  const jets = rows[at + jetCount]!;
  event[jetCount] = jets;
  event[jetAllPt] = thousandths(rows[at + jetAllPt]! * jes);
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
  event[met] = thousandths(missing);
  event[metPhi] = roundedDirection(y, x, missing);
}

/** The vectors that the missing momentum is the sum of: itself, the tau, the jets. */
const ptOf = Int32Array.of(met, hadPt, leadingPt, subleadingPt);
const phiOf = Int32Array.of(metPhi, hadPhi, leadingPhi, subleadingPhi);
