export { boardsBy } from './board-entries';
export { gpuFor } from './gpu-for';
export { withoutComputed } from './hidden-faults';
export { dataAreReady, loadEvaluation } from './load-evaluation';
export type { LoadedEvaluation } from './load-evaluation';
export { storeTiming, throughputOf } from './store-timing';
export { writeEntries } from './write-entries';
