export { applySystematics, type ShiftedEvents, type SystematicsInput } from './apply-systematics';
export { derivedFeatures, features as higgsFeatures, primaryFeatures, undefinedValue } from './columns';
export { prepareEvents, type PreparedEvents } from './prepare-events';
export { type MomentumShift, nominalMomenta, type SoftMetNormals } from './momentum-shift';
export {
  drawNuisances,
  drawSignalStrength,
  inDeviations,
  signalStrengthRange,
  nominalNuisances,
  nuisanceDistributions,
  nuisanceNames,
  type Nuisances,
} from './nuisances';
export * from './pseudo-experiment';
export { expectedYields, generateHiggsEvent, generateHiggsEvents, type HiggsEventRequest } from './generator/generate-events';
export { collinearMass, higgs2014Features, toHiggs2014, undefined2014 } from './features-2014';
export { drawFromBlocks, drawMixture, type DrawnEvents, type ProcessRows } from './draw-mixture';
