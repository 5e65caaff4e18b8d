export * from './challenge-folder';
export * from './data-exporter';
export * from './data-generator';
export { inThreads } from './produce-chunks';
export type { Chunk, ChunkTask, Tensors } from './produce-chunks';
export type { TensorKind, TensorKinds } from './tensor-files';
export * from './write-data-set';
