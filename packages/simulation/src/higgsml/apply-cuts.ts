import {
  hadPt,
  jetAllPt,
  jetCount,
  leadingEta,
  leadingPhi,
  leadingPt,
  lepPt,
  subleadingEta,
  subleadingPhi,
  subleadingPt,
  undefinedValue,
} from './columns';
import type { RoundedEvent } from './shift-momenta';

/** Thresholds in MeV. */
const minimumHadPt = 26_000;
const minimumLepPt = 20_000;
const minimumJetPt = 26_000;
const undefinedThousandths = 1000 * undefinedValue;

/** False for an event whose hadronic tau is below 26 GeV or whose lepton is below 20 GeV: it is dropped. */
export function passesCuts(event: RoundedEvent): boolean {
  return event[hadPt]! >= minimumHadPt && event[lepPt]! >= minimumLepPt;
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
  const subleading = event[subleadingPt]!;
  if (subleading >= 0 && subleading <= minimumJetPt) {
    event[jetAllPt] = event[jetCount]! > 2 ? event[leadingPt]! : event[jetAllPt]! - subleading;
    event[jetCount] = 1;
    event[subleadingPt] = undefinedThousandths;
    event[subleadingEta] = undefinedThousandths;
    event[subleadingPhi] = undefinedThousandths;
  }
  const leading = event[leadingPt]!;
  if (leading >= 0 && leading <= minimumJetPt) {
    event[jetAllPt]! -= leading;
    event[jetCount]! -= 1;
    event[leadingPt] = undefinedThousandths;
    event[leadingEta] = undefinedThousandths;
    event[leadingPhi] = undefinedThousandths;
  }
}
