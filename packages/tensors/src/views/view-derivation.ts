import type { TypedArray } from '../typed-arrays';

/** Computes views of a batch from stored ones. Pure; every output is float32. */
export interface ViewDerivation {
  /** The stored view that it reads, with its row shape. */
  input: { view: string; rowShape: readonly number[] };
  /** Row shapes of the views that it makes. */
  outputs: Readonly<Record<string, readonly number[]>>;
  /** @param source `count` rows of the input view @returns `count` rows of each output */
  derive(source: TypedArray, count: number): Record<string, Float32Array>;
}
