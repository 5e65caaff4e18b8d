import * as column from './columns';

const { cos, sin, sqrt } = Math;

/** The columns of the HiggsML 2014 challenge between EventId and Weight, in its order: GeV and radians. */
export const higgs2014Features = [
  'DER_mass_MMC',
  'DER_mass_transverse_met_lep',
  'DER_mass_vis',
  'DER_pt_h',
  'DER_deltaeta_jet_jet',
  'DER_mass_jet_jet',
  'DER_prodeta_jet_jet',
  'DER_deltar_tau_lep',
  'DER_pt_tot',
  'DER_sum_pt',
  'DER_pt_ratio_lep_tau',
  'DER_met_phi_centrality',
  'DER_lep_eta_centrality',
  'PRI_tau_pt',
  'PRI_tau_eta',
  'PRI_tau_phi',
  'PRI_lep_pt',
  'PRI_lep_eta',
  'PRI_lep_phi',
  'PRI_met',
  'PRI_met_phi',
  'PRI_met_sumet',
  'PRI_jet_num',
  'PRI_jet_leading_pt',
  'PRI_jet_leading_eta',
  'PRI_jet_leading_phi',
  'PRI_jet_subleading_pt',
  'PRI_jet_subleading_eta',
  'PRI_jet_subleading_phi',
  'PRI_jet_all_pt',
] as const;

/** The value of features that an event does not have, as in the 2014 data. */
export const undefined2014 = -999;

/** Where each column comes from in a row of the 28 FAIR Universe features; null: computed here. */
const sources: readonly (number | null)[] = [
  null,
  column.transverseMassColumn,
  column.visibleMassColumn,
  column.ptHiggsColumn,
  column.dijetDeltaEtaColumn,
  column.dijetMassColumn,
  column.dijetEtaProductColumn,
  column.deltaRHadLepColumn,
  column.ptTotalColumn,
  column.sumPtColumn,
  column.ptRatioColumn,
  column.metCentralityColumn,
  column.lepCentralityColumn,
  column.hadPtColumn,
  column.hadEtaColumn,
  column.hadPhiColumn,
  column.lepPtColumn,
  column.lepEtaColumn,
  column.lepPhiColumn,
  column.metColumn,
  column.metPhiColumn,
  null,
  column.jetCountColumn,
  column.leadingPtColumn,
  column.leadingEtaColumn,
  column.leadingPhiColumn,
  column.subleadingPtColumn,
  column.subleadingEtaColumn,
  column.subleadingPhiColumn,
  column.jetAllPtColumn,
];
const sumetColumn = higgs2014Features.indexOf('PRI_met_sumet');
const jetNumColumn = higgs2014Features.indexOf('PRI_jet_num');

/**
 * The 30 features of 2014 from the 28 of FAIR Universe: the same physics under other names, -999 for -25, and at most 3 jets.
 * DER_mass_MMC is the mass in the collinear approximation (`collinearMass`), not ATLAS's missing-mass calculator, which is a fit.
 *
 * @param rows [N, 28] @param softSum scalar sum of what is neither lepton, tau nor jet, GeV [N] @returns [N, 30]
 */
export function toHiggs2014(rows: Float32Array, softSum: Float32Array): Float32Array {
  const width = higgs2014Features.length;
  const count = rows.length / column.featureWidth;
  const result = new Float32Array(count * width);
  for (let i = 0; i < count; i++) {
    const row = rows.subarray(i * column.featureWidth, (i + 1) * column.featureWidth);
    const to = i * width;
    sources.forEach((from, at) => {
      if (from !== null) result[to + at] = row[from] === column.undefinedValue ? undefined2014 : row[from]!;
    });
    result[to] = collinearMass(row);
    result[to + sumetColumn] = row[column.sumPtColumn]! + softSum[i]!;
    result[to + jetNumColumn] = Math.min(3, row[column.jetCountColumn]!);
  }
  return result;
}

/**
 * The mass of a pair of taus whose neutrinos fly along what is seen of them: the missing momentum is shared out between the two
 * directions, and m = m_vis / sqrt(x1 x2) with the visible shares x1 and x2 (R. K. Ellis et al., Nucl. Phys. B297 (1988) 221).
 * -999 where no share between 0 and 1 fits, as for back-to-back taus.
 */
export function collinearMass(row: ArrayLike<number>): number {
  const lep = {
    x: row[column.lepPtColumn]! * cos(row[column.lepPhiColumn]!),
    y: row[column.lepPtColumn]! * sin(row[column.lepPhiColumn]!),
  };
  const had = {
    x: row[column.hadPtColumn]! * cos(row[column.hadPhiColumn]!),
    y: row[column.hadPtColumn]! * sin(row[column.hadPhiColumn]!),
  };
  const met = { x: row[column.metColumn]! * cos(row[column.metPhiColumn]!), y: row[column.metColumn]! * sin(row[column.metPhiColumn]!) };
  const determinant = lep.x * had.y - lep.y * had.x;
  const ofLep = (met.x * had.y - met.y * had.x) / determinant;
  const ofHad = (lep.x * met.y - lep.y * met.x) / determinant;
  if (!(ofLep >= 0 && ofHad >= 0 && ofLep < Infinity && ofHad < Infinity)) return undefined2014;
  return row[column.visibleMassColumn]! * sqrt((1 + ofLep) * (1 + ofHad));
}
