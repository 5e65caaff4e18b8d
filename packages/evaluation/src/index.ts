export * from './inspect-submission';
export * from './local-split';
export * from './read-predictions';
export * from './run-submission';
export * from './score-split';
