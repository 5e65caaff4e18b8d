/** The strong coupling in the shower: one-loop running with five flavours, frozen below the cut-off, or one value everywhere. */
export type Coupling = { kind: 'running'; atZMass: number } | { kind: 'fixed'; value: number };

/** Every number of the shower and of the hadronisation that follows it. */
export interface ShowerParameters {
  coupling: Coupling;
  /** Emissions below this transverse momentum (GeV) are left to hadronisation. */
  cutoff: number;
  /** Mean number of hadrons that a quark leaves per unit of rapidity. A gluon, which carries two colours, leaves gluonFactor times as many. */
  hadronsPerRapidity: number;
  gluonFactor: number;
  /** Width (GeV) of the normal distribution of each component of a hadron's momentum across its parton. */
  hadronTransverseMomentum: number;
}

/** The shower of the nominal data sets. */
export const nominalShower: ShowerParameters = {
  coupling: { kind: 'running', atZMass: 0.118 },
  cutoff: 1,
  hadronsPerRapidity: 1.6,
  gluonFactor: 2,
  hadronTransverseMomentum: 0.35,
};

/** An alternative shower for systematic shifts: a coupling that does not run, an earlier end of the shower, and a hadronisation with more and wider hadrons. */
export const alternativeShower: ShowerParameters = {
  coupling: { kind: 'fixed', value: 0.16 },
  cutoff: 1.6,
  hadronsPerRapidity: 1.9,
  gluonFactor: 1.8,
  hadronTransverseMomentum: 0.45,
};

const zMass = 91.1876;
const beta0 = (33 - 2 * 5) / (12 * Math.PI);

/** alpha_s at a transverse momentum in GeV. */
export function strongCoupling(coupling: Coupling, kt: number): number {
  if (coupling.kind === 'fixed') return coupling.value;
  return coupling.atZMass / (1 + 2 * beta0 * coupling.atZMass * Math.log(kt / zMass));
}
