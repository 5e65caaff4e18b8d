export { GraphBuilder, type Dimension, type ModelOptions, type TensorName } from './graph-builder';
export * from './parts';
export * from './wire';
