import type { TypedArray } from '@unblind/npy';

/**
 * Computes views of a batch from a stored one. Pure; every output is float32. The results of a derivation must never change, because
 * scores depend on them and derived files are kept. A changed derivation gets a new name.
 */
export interface ViewDerivation {
  /** The stored view that the derivation reads, with its row shape. */
  input: { view: string; rowShape: readonly number[] };
  /** Row shapes of the derived views. */
  outputs: Readonly<Record<string, readonly number[]>>;
  /** @param source `count` rows of the input view @returns `count` rows of each output */
  derive(source: TypedArray, count: number): Record<string, Float32Array>;
}
