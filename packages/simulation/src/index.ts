export * from './random';
export * from './jets/generate-jets';
export { constituentsPerJet, jetFeatures, jetRadius } from './jets/measure-jet';
export * from './jets/shift-jets';
export { alternativeShower, nominalShower, type Coupling, type ShowerParameters } from './jets/shower-parameters';
export { nominalHardProcess, type HardProcessParameters } from './jets/hard-process';
export { nominalDetector, type Calorimeter, type DetectorParameters } from './jets/detector';
export * from './higgsml';
