import type { StoredDataSetFile, View } from '@unblind/contracts';
import { PlatformFault } from '@unblind/contracts';

/** One split of a data set with its files on this machine. */
export interface LocalSplit {
  rows: number;
  /** Paths of the stored npy files, by the view's name. */
  views: Record<string, string>;
  /** Paths of the truth files; empty where a model is run. */
  truth: Record<string, string>;
  /** Of the tensors whose rows are sets: how many entries each set has, one after another in the file. */
  lengths: Record<string, readonly number[]>;
}

export type SplitFiles = Record<string, Pick<StoredDataSetFile, 'dtype' | 'shape'>>;

/** The fixed dimensions of a view's rows. */
export function rowShapeOf(name: string, view: View): number[] {
  return view.shape.slice(1).map((size) => {
    if (typeof size === 'number') return size;
    throw new PlatformFault('internal', {
      message: `View ${name} has a free dimension ${size}, which no stored tensor can have.`,
      fix: 'Give the view a fixed row shape.',
    });
  });
}
