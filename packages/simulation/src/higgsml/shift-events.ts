import * as column from './columns';
import type { MomentumShift, SoftMetNormals } from './momentum-shift';
import { momentaWidth, type PreparedEvents, rowWidth as tableWidth } from './prepare-events';
import * as rounded from './rounded-numbers';
import * as jets from './write-jets';

// Local names of what the loop uses: an imported name is looked up at every use, which costs a quarter of the time.
const { cosineOf, hyperbolicCosineOf, massOf, nearestInteger, roundedDirection, sineOf, thousandths } = rounded;
const {
  deltaRHadLepColumn,
  featureWidth,
  hadEtaColumn,
  hadPhiColumn,
  hadPtColumn,
  jetAllPtColumn,
  jetCountColumn,
  lepEtaColumn,
  lepPhiColumn,
  lepPtColumn,
  metCentralityColumn,
  metColumn,
  metPhiColumn,
  ptHiggsColumn,
  ptRatioColumn,
  sumPtColumn,
  transverseMassColumn,
  undefinedValue,
  visibleMassColumn,
} = column;
const { writeJets, writeNoJets } = jets;
const rowWidth = tableWidth;
const momentumWidth = momentaWidth;

/** Thresholds in MeV, for rounded momenta. */
const minimumHadPt = 26_000;
const minimumLepPt = 20_000;

export interface EventShift {
  table: PreparedEvents;
  draws: Uint32Array | null;
  events: number;
  shift: MomentumShift;
  normals: SoftMetNormals | null;
  cuts: boolean;
  /** Features, row after row. */
  rows: Float32Array;
  surviving: Uint32Array;
}

/**
 * The loop of `applySystematics`: cuts on events, shift, features. It is one loop, because the numbers of an event then stay in
 * registers: parts that hand an event on through memory take half as long again.
 *
 * Whole numbers are rounded values in thousandths (MeV, milliradians). The missing momentum balances what is seen, so that it
 * takes the opposite of every change: MET += (1 - tes) p(tau) and (1 - jes) p(jet) for the two jets whose direction is known.
 * Masses are computed from the angle between the momenta, which loses no digits where the reference subtracts nearly equal
 * squares, and are never NaN.
 *
 * @returns the number of surviving events
 * Source: arXiv:2410.02867; FAIR-Universe/HEP-Challenge, ingestion_program/systematics.py, derived_quantities.py
 */
export function shiftEvents({ table, draws, events, shift, normals, cuts, rows, surviving }: EventShift): number {
  const { rows: input, momenta } = table;
  const { tes, jes, softMet } = shift;
  const { x: softX, y: softY } = normals ?? noNormals;
  const sum = new Float64Array(2);
  // One object for all events: it is filled, not made, for each.
  const withJets = { input, from: 0, jes, cuts, leptonPt: 0, sum, rows, at: 0 };
  let kept = 0;
  for (let event = 0; event < events; event++) {
    const row = draws ? draws[event]! : event;
    const from = row * rowWidth;
    const lepPt = thousandths(input[from + lepPtColumn]!) | 0;
    const hadPt = thousandths(input[from + hadPtColumn]! * tes) | 0;
    if (cuts && (hadPt < minimumHadPt || lepPt < minimumLepPt)) continue;
    const at = kept * featureWidth;
    surviving[kept++] = event;

    const of = row * momentumWidth;
    let metX = momenta[of]! + (1 - tes) * momenta[of + 2]! + (1 - jes) * momenta[of + 4]!;
    let metY = momenta[of + 1]! + (1 - tes) * momenta[of + 3]! + (1 - jes) * momenta[of + 5]!;
    if (normals) {
      metX += softMet * softX[event]!;
      metY += softMet * softY[event]!;
    }
    const length = Math.sqrt(metX * metX + metY * metY);
    const metPhi = roundedDirection(metY, metX, length) | 0;

    // Thousandths times 0.001 and thousandths divided by 1000 are the same float32, and the product is quicker.
    const lepEta = thousandths(input[from + lepEtaColumn]!) | 0;
    const lepPhi = thousandths(input[from + lepPhiColumn]!) | 0;
    const hadEta = thousandths(input[from + hadEtaColumn]!) | 0;
    const hadPhi = thousandths(input[from + hadPhiColumn]!) | 0;
    const lep = lepPt * 0.001;
    const had = hadPt * 0.001;
    const met = thousandths(length) * 0.001;
    rows[at + lepPtColumn] = lep;
    rows[at + lepEtaColumn] = lepEta * 0.001;
    rows[at + lepPhiColumn] = lepPhi * 0.001;
    rows[at + hadPtColumn] = had;
    rows[at + hadEtaColumn] = hadEta * 0.001;
    rows[at + hadPhiColumn] = hadPhi * 0.001;
    rows[at + metColumn] = met;
    rows[at + metPhiColumn] = metPhi * 0.001;

    const sinL = sineOf(lepPhi);
    const cosL = cosineOf(lepPhi);
    const sinH = sineOf(hadPhi);
    const cosH = cosineOf(hadPhi);
    const sinM = sineOf(metPhi);
    const cosM = cosineOf(metPhi);
    const etaDifference = lepEta - hadEta;
    rows[at + transverseMassColumn] = massOf(2 * lep * met * (1 - cosM * cosL - sinM * sinL));
    rows[at + visibleMassColumn] = massOf(2 * lep * had * (hyperbolicCosineOf(etaDifference) - cosH * cosL - sinH * sinL));
    rows[at + deltaRHadLepColumn] = distance(etaDifference * 0.001, (lepPhi - hadPhi) * 0.001);
    rows[at + ptRatioColumn] = lep / had;

    // A and B of the centrality, up to their common sign: the side of the lepton that the tau is on.
    const a = sinM * cosL - cosM * sinL;
    const b = sinH * cosM - cosH * sinM;
    const side = sinH * cosL - cosH * sinL;
    const norm = Math.sqrt(a * a + b * b) * Math.abs(side);
    rows[at + metCentralityColumn] = norm > 0 ? ((a + b) * side) / norm : collinearCentrality(lepPhi, hadPhi, metPhi);

    const sumX = lep * cosL + had * cosH + met * cosM;
    const sumY = lep * sinL + had * sinH + met * sinM;
    rows[at + ptHiggsColumn] = Math.sqrt(sumX * sumX + sumY * sumY);
    if (input[from + jetCountColumn] === 0) {
      const all = thousandths(input[from + jetAllPtColumn]! * jes) | 0;
      rows[at + sumPtColumn] = (lepPt + hadPt + all) * 0.001;
      writeNoJets(all, rows, at);
    } else {
      sum[0] = sumX;
      sum[1] = sumY;
      withJets.from = from;
      withJets.at = at;
      withJets.leptonPt = lepPt + hadPt;
      writeJets(withJets);
    }
  }
  return kept;
}

const noNormals: SoftMetNormals = { x: new Float64Array(0), y: new Float64Array(0) };

/** sqrt(d_eta^2 + d_phi^2) with d_phi brought to [-pi, pi]. */
function distance(etaDifference: number, phiDifference: number): number {
  const wrapped = phiDifference - 2 * Math.PI * nearestInteger(phiDifference * (0.5 / Math.PI));
  return Math.sqrt(etaDifference * etaDifference + wrapped * wrapped);
}

/** Where lepton and tau point the same way, the lepton is turned by 1e-4; undefined if that does not help. */
function collinearCentrality(lepPhi: number, hadPhi: number, metPhi: number): number {
  const lep = lepPhi / 1000 + 1e-4;
  const side = Math.sign(Math.sin(hadPhi / 1000 - lep));
  const a = Math.sin(metPhi / 1000 - lep) * side;
  const b = Math.sin((hadPhi - metPhi) / 1000) * side;
  const norm = Math.hypot(a, b);
  return norm > 0 ? (a + b) / norm : undefinedValue;
}
