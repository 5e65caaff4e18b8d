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
