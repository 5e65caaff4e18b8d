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

/** What models see. */
export const features = [...primaryFeatures, ...derivedFeatures] as const;

/** What an event does not have. */
export const undefinedValue = -25;

/** Positions in a row of primary features. */
export const lepPt = 0;
export const lepEta = 1;
export const lepPhi = 2;
export const hadPt = 3;
export const hadEta = 4;
export const hadPhi = 5;
export const leadingPt = 6;
export const leadingEta = 7;
export const leadingPhi = 8;
export const subleadingPt = 9;
export const subleadingEta = 10;
export const subleadingPhi = 11;
export const jetCount = 12;
export const jetAllPt = 13;
export const met = 14;
export const metPhi = 15;

/** Positions of the derived features in a row of all. */
export const transverseMass = 16;
export const visibleMass = 17;
export const ptHiggs = 18;
export const dijetDeltaEta = 19;
export const dijetMass = 20;
export const dijetEtaProduct = 21;
export const deltaRHadLep = 22;
export const ptTotal = 23;
export const sumPt = 24;
export const ptRatio = 25;
export const metCentrality = 26;
export const lepCentrality = 27;
