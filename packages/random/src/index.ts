export { NumpyStream } from './numpy-stream';
export { fillPoissonWeights, replicatesPerBlock } from './poisson-weights';
export type { RandomSource } from './random-source';
export { seedWords } from './seed-words';
export { deriveKey, streamKey, type StreamKey } from './stream-key';
export { deriveSeed, namedStream, streamOf, type Seed } from './streams';
