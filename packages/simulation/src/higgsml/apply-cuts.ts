import * as column from './columns';
import type { RoundedEvent } from './shift-momenta';

/** Thresholds in MeV. */
const minimumHadPt = 26_000;
const minimumLepPt = 20_000;
const minimumJetPt = 26_000;
const undefinedThousandths = 1000 * column.undefinedValue;

/** False for an event whose hadronic tau is below 26 GeV or whose lepton is below 20 GeV: it is dropped. */
export function passesCuts(event: RoundedEvent): boolean {
  return event[column.hadPt]! >= minimumHadPt && event[column.lepPt]! >= minimumLepPt;
}

/**
 * Removes jets of 26 GeV or less from their event.
 *
 * Jets are ordered in momentum, so that every jet after a removed one is below the threshold too. With three or more jets
 * this engine therefore removes them all: n_jets counts the jets left, and jet_all_pt is their momentum. The reference lowers
 * n_jets by one only, which leaves events with n_jets >= 2 and no second jet, whose dijet features are then computed from
 * -25. Up to two jets both agree.
 *
 * Source: FAIR-Universe/HEP-Challenge, ingestion_program/systematics.py `postprocess`
 */
export function removeSoftJets(event: RoundedEvent): void {
  const subleading = event[column.subleadingPt]!;
  if (subleading >= 0 && subleading <= minimumJetPt) {
    event[column.jetAllPt] = event[column.jetCount]! > 2 ? event[column.leadingPt]! : event[column.jetAllPt]! - subleading;
    event[column.jetCount] = 1;
    event[column.subleadingPt] = undefinedThousandths;
    event[column.subleadingEta] = undefinedThousandths;
    event[column.subleadingPhi] = undefinedThousandths;
  }
  const leading = event[column.leadingPt]!;
  if (leading >= 0 && leading <= minimumJetPt) {
    event[column.jetAllPt]! -= leading;
    event[column.jetCount]! -= 1;
    event[column.leadingPt] = undefinedThousandths;
    event[column.leadingEta] = undefinedThousandths;
    event[column.leadingPhi] = undefinedThousandths;
  }
}
