import { roundedDirection, thousandths } from './angle-tables';
import * as column from './columns';
import { momentaWidth, type PreparedEvents, rowWidth } from './prepare-events';

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
 * @param row the event's row
 * @param normals the soft missing momentum in units of its width, or null; entry i is the event's
 * Source: arXiv:2410.02867; FAIR-Universe/HEP-Challenge, ingestion_program/systematics.py `mom4_manipulate`
 */
export function shiftMomenta(
  { rows, momenta }: PreparedEvents,
  row: number,
  { tes, jes, softMet }: MomentumShift,
  normals: SoftMetNormals | null,
  i: number,
  event: RoundedEvent,
): void {
  const at = row * rowWidth;
  event[column.lepPt] = thousandths(rows[at + column.lepPt]!);
  event[column.lepEta] = thousandths(rows[at + column.lepEta]!);
  event[column.lepPhi] = thousandths(rows[at + column.lepPhi]!);
  event[column.hadPt] = thousandths(rows[at + column.hadPt]! * tes);
  event[column.hadEta] = thousandths(rows[at + column.hadEta]!);
  event[column.hadPhi] = thousandths(rows[at + column.hadPhi]!);
  const jets = rows[at + column.jetCount]!;
  event[column.leadingPt] = thousandths(rows[at + column.leadingPt]! * (jets > 0 ? jes : 1));
  event[column.leadingEta] = thousandths(rows[at + column.leadingEta]!);
  event[column.leadingPhi] = thousandths(rows[at + column.leadingPhi]!);
  event[column.subleadingPt] = thousandths(rows[at + column.subleadingPt]! * (jets > 1 ? jes : 1));
  event[column.subleadingEta] = thousandths(rows[at + column.subleadingEta]!);
  event[column.subleadingPhi] = thousandths(rows[at + column.subleadingPhi]!);
  event[column.jetCount] = jets;
  event[column.jetAllPt] = thousandths(rows[at + column.jetAllPt]! * jes);

  const from = row * momentaWidth;
  let x = momenta[from]! + (1 - tes) * momenta[from + 2]! + (1 - jes) * momenta[from + 4]!;
  let y = momenta[from + 1]! + (1 - tes) * momenta[from + 3]! + (1 - jes) * momenta[from + 5]!;
  if (normals) {
    x += softMet * normals.x[i]!;
    y += softMet * normals.y[i]!;
  }
  const missing = Math.sqrt(x * x + y * y);
  event[column.met] = thousandths(missing);
  event[column.metPhi] = roundedDirection(y, x, missing);
}
