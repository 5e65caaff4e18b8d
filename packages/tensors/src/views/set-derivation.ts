import type { NpyDtype, TypedArray } from '@unblind/npy';

/** The entries of one set in a view: so many, one after another. */
export interface SetEntries {
  data: TypedArray;
  count: number;
}

/**
 * Computes a view of sets from stored ones, set by set. Pure. As with every derivation, one that must give something else gets a
 * name of its own.
 */
export interface SetDerivation {
  /** The stored views that it reads. */
  inputs: readonly string[];
  dtype: NpyDtype;
  /** Of one entry; the view's free axis is left out. */
  entryShape: readonly number[];
  derive(views: Readonly<Record<string, SetEntries>>): SetEntries;
}
