import * as column from './columns';
import * as rounded from './rounded-numbers';

// Local names: see `shiftEvents`.
const { cosineOf, hyperbolicCosineOf, massOf, sineOf, thousandths } = rounded;
const {
  dijetDeltaEtaColumn,
  dijetEtaProductColumn,
  dijetMassColumn,
  jetAllPtColumn,
  jetCountColumn,
  leadingEtaColumn,
  leadingPhiColumn,
  leadingPtColumn,
  lepCentralityColumn,
  lepEtaColumn,
  ptHiggsColumn,
  ptTotalColumn,
  subleadingEtaColumn,
  subleadingPhiColumn,
  subleadingPtColumn,
  sumPtColumn,
  undefinedValue,
} = column;

/** In MeV; a jet needs more. */
const minimumJetPt = 26_000;

export interface EventWithJets {
  /** Primary features, row after row, and where the event's row starts. */
  input: Float32Array;
  from: number;
  jes: number;
  cuts: boolean;
  /** Rounded momentum of lepton and tau, in MeV. */
  leptonPt: number;
  /** x and y of the transverse momentum of lepton, tau and missing, in GeV. */
  sum: Float64Array;
  /** Features, row after row, and where the event's row starts; ptHiggs is written. */
  rows: Float32Array;
  at: number;
}

/** @param all rounded momentum of jets without a direction, 0 in an event that has none */
export function writeNoJets(all: number, rows: Float32Array, at: number): void {
  rows[at + jetCountColumn] = 0;
  rows[at + jetAllPtColumn] = all * 0.001;
  rows[at + leadingPtColumn] = undefinedValue;
  rows[at + leadingEtaColumn] = undefinedValue;
  rows[at + leadingPhiColumn] = undefinedValue;
  rows[at + ptTotalColumn] = rows[at + ptHiggsColumn]!;
  writeNoSubleadingJet(rows, at);
}

/**
 * The jets of an event, scaled by jes and rounded, and what depends on them; with cuts, jets of 26 GeV or less are removed.
 *
 * Jets are ordered in momentum, so that every jet after a removed one is below the threshold too. With three or more jets
 * this engine therefore removes them all: n_jets counts the jets left, and jet_all_pt is their momentum. The reference lowers
 * n_jets by one only, which leaves events with n_jets >= 2 and no second jet, whose dijet features are then computed from
 * -25. Up to two jets both agree.
 */
export function writeJets(event: EventWithJets): void {
  const { input, from, jes, cuts, leptonPt, sum, rows, at } = event;
  let jets = input[from + jetCountColumn]! | 0;
  let all = thousandths(input[from + jetAllPtColumn]! * jes) | 0;
  const leading = thousandths(input[from + leadingPtColumn]! * jes) | 0;
  const subleading = jets > 1 ? thousandths(input[from + subleadingPtColumn]! * jes) | 0 : 0;
  if (cuts && jets > 1 && subleading <= minimumJetPt) {
    all = jets > 2 ? leading : all - subleading;
    jets = 1;
  }
  if (cuts && leading <= minimumJetPt) {
    all -= leading;
    jets -= 1;
  }
  rows[at + sumPtColumn] = (leptonPt + all) * 0.001;
  if (jets === 0) return writeNoJets(all, rows, at);
  const phi = thousandths(input[from + leadingPhiColumn]!) | 0;
  rows[at + jetCountColumn] = jets;
  rows[at + jetAllPtColumn] = all * 0.001;
  rows[at + leadingPtColumn] = leading * 0.001;
  rows[at + leadingEtaColumn] = thousandths(input[from + leadingEtaColumn]!) * 0.001;
  rows[at + leadingPhiColumn] = phi * 0.001;
  let sumX = sum[0]! + leading * 0.001 * cosineOf(phi);
  let sumY = sum[1]! + leading * 0.001 * sineOf(phi);
  if (jets > 1) {
    const phi2 = thousandths(input[from + subleadingPhiColumn]!) | 0;
    sumX += subleading * 0.001 * cosineOf(phi2);
    sumY += subleading * 0.001 * sineOf(phi2);
    writeSubleadingJet(event, leading, subleading);
  } else writeNoSubleadingJet(rows, at);
  rows[at + ptTotalColumn] = Math.sqrt(sumX * sumX + sumY * sumY);
}

function writeNoSubleadingJet(rows: Float32Array, at: number): void {
  rows[at + subleadingPtColumn] = undefinedValue;
  rows[at + subleadingEtaColumn] = undefinedValue;
  rows[at + subleadingPhiColumn] = undefinedValue;
  rows[at + dijetDeltaEtaColumn] = undefinedValue;
  rows[at + dijetMassColumn] = undefinedValue;
  rows[at + dijetEtaProductColumn] = undefinedValue;
  rows[at + lepCentralityColumn] = undefinedValue;
}

/** The second jet and what depends on the pair; momenta of both in MeV. */
function writeSubleadingJet({ input, from, rows, at }: EventWithJets, leading: number, subleading: number): void {
  const phi1 = thousandths(input[from + leadingPhiColumn]!) | 0;
  const phi2 = thousandths(input[from + subleadingPhiColumn]!) | 0;
  const eta1 = thousandths(input[from + leadingEtaColumn]!) | 0;
  const eta2 = thousandths(input[from + subleadingEtaColumn]!) | 0;
  rows[at + subleadingPtColumn] = subleading * 0.001;
  rows[at + subleadingEtaColumn] = eta2 * 0.001;
  rows[at + subleadingPhiColumn] = phi2 * 0.001;

  const difference = (eta1 - eta2) / 1000;
  const angle = hyperbolicCosineOf(eta1 - eta2) - cosineOf(phi1) * cosineOf(phi2) - sineOf(phi1) * sineOf(phi2);
  const fromMiddle = (thousandths(input[from + lepEtaColumn]!) - (eta1 + eta2) / 2) / 1000;
  const squared = difference === 0 ? 1e-4 : difference * difference;
  rows[at + dijetDeltaEtaColumn] = Math.abs(difference);
  rows[at + dijetMassColumn] = massOf(2e-6 * leading * subleading * angle);
  rows[at + dijetEtaProductColumn] = eta1 * eta2 * 1e-6;
  rows[at + lepCentralityColumn] = Math.exp((-4 / squared) * fromMiddle * fromMiddle);
}
