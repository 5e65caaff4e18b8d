export { boardsBy } from './board-entries';
export { dataAreReady, loadEvaluation } from './load-evaluation';
export type { LoadedEvaluation } from './load-evaluation';
export { storeTiming } from './store-timing';
export { writeEntries } from './write-entries';
