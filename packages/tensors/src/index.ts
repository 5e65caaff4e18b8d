export * from './npy';
export * from './npy-file';
export { NpyError, bytesPerElement, elementsOf } from './npy-header';
export type { NpyDtype } from './npy-header';
export * from './typed-arrays';
