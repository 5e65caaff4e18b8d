import type { TypedArray } from '@unblind/npy';

/**
 * Computes views of a batch from a stored one. Pure; every output is float32. A derivation never changes what it gives:
 * scores depend on it, and derived files are kept. One that must differ gets a name of its own.
 */
export interface ViewDerivation {
  /** The stored view that it reads, with its row shape. */
  input: { view: string; rowShape: readonly number[] };
  /** Row shapes of the views that it makes. */
  outputs: Readonly<Record<string, readonly number[]>>;
  /** @param source `count` rows of the input view @returns `count` rows of each output */
  derive(source: TypedArray, count: number): Record<string, Float32Array>;
}
