export * from './inspect-submission';
export { kindOf } from './kinds';
export type { Kind, PredictionContext, ScoreTask, Training } from './kinds/kind';
export * from './local-split';
export type { ModelOutput, ModelResult, ModelRun } from './models/model-run';
export * from './models/run-model';
export * from './predictions';
export * from './score-predictions';
export * from './summarise';
