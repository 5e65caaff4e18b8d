export { readers } from './readers';
export { fuzz, type Report } from './worker';
