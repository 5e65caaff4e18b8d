import type { NpyDtype, TypedArray } from '@unblind/npy';

/** The entries of one set in a view, one after another. */
export interface SetEntries {
  data: TypedArray;
  count: number;
}

/**
 * Computes a view of sets from stored ones, set by set. Pure. As with every derivation, one that must give something else gets a
 * name of its own.
 */
export interface SetDerivation {
  /** The stored views that the derivation reads. */
  inputs: readonly string[];
  dtype: NpyDtype;
  /** Shape of one entry, without the view's free axis. */
  entryShape: readonly number[];
  derive(views: Readonly<Record<string, SetEntries>>): SetEntries;
}
