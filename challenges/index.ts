export * from './challenge-folder';
export * from './data-generator';
