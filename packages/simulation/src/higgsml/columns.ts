/**
 * Features of the FAIR Universe HiggsML data, in the order of its tables and tensors: momenta and masses in GeV, angles in
 * radians. -25 marks what an event does not have (the second jet of a one-jet event).
 */
export const primaryFeatures = [
  'PRI_lep_pt',
  'PRI_lep_eta',
  'PRI_lep_phi',
  'PRI_had_pt',
  'PRI_had_eta',
  'PRI_had_phi',
  'PRI_jet_leading_pt',
  'PRI_jet_leading_eta',
  'PRI_jet_leading_phi',
  'PRI_jet_subleading_pt',
  'PRI_jet_subleading_eta',
  'PRI_jet_subleading_phi',
  'PRI_n_jets',
  'PRI_jet_all_pt',
  'PRI_met',
  'PRI_met_phi',
] as const;

export const derivedFeatures = [
  'DER_mass_transverse_met_lep',
  'DER_mass_vis',
  'DER_pt_h',
  'DER_deltaeta_jet_jet',
  'DER_mass_jet_jet',
  'DER_prodeta_jet_jet',
  'DER_deltar_had_lep',
  'DER_pt_tot',
  'DER_sum_pt',
  'DER_pt_ratio_lep_had',
  'DER_met_phi_centrality',
  'DER_lep_eta_centrality',
] as const;

/** The features that models get. */
export const features = [...primaryFeatures, ...derivedFeatures] as const;
export const featureWidth = 28;

/** The value of features that an event does not have. */
export const undefinedValue = -25;

/** Positions in a row of primary features. */
export const lepPtColumn = 0;
export const lepEtaColumn = 1;
export const lepPhiColumn = 2;
export const hadPtColumn = 3;
export const hadEtaColumn = 4;
export const hadPhiColumn = 5;
export const leadingPtColumn = 6;
export const leadingEtaColumn = 7;
export const leadingPhiColumn = 8;
export const subleadingPtColumn = 9;
export const subleadingEtaColumn = 10;
export const subleadingPhiColumn = 11;
export const jetCountColumn = 12;
export const jetAllPtColumn = 13;
export const metColumn = 14;
export const metPhiColumn = 15;

/** Positions of the derived features in a row of all. */
export const transverseMassColumn = 16;
export const visibleMassColumn = 17;
export const ptHiggsColumn = 18;
export const dijetDeltaEtaColumn = 19;
export const dijetMassColumn = 20;
export const dijetEtaProductColumn = 21;
export const deltaRHadLepColumn = 22;
export const ptTotalColumn = 23;
export const sumPtColumn = 24;
export const ptRatioColumn = 25;
export const metCentralityColumn = 26;
export const lepCentralityColumn = 27;
