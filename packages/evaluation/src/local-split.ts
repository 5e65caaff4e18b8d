import { join } from 'node:path';
import type { DataSetFile, StoredDataSetFile, View } from '@unblind/contracts';
import { PlatformFault } from '@unblind/contracts';

/** One split of a data set, with paths to its files on this machine. */
export interface LocalSplit {
  rows: number;
  /** Paths of the stored npy files, by the view's name. */
  views: Record<string, string>;
  /** Paths of the truth files; empty while a model runs. `part` is among them where the split is divided. */
  truth: Record<string, string>;
  /** The secret seed of the bootstrap, fetched with the truth; absent where the truth is public. */
  scoringSeed?: string;
  /** For tensors whose rows are sets: the number of entries of each set. The file holds the entries of all sets, one set after another. */
  lengths: Record<string, readonly number[]>;
}

/** A split (or a shift of one) from the index of a data set and the folder that holds the files. */
export function localSplit(
  folder: string,
  { rows, views, truth }: { rows: number; views: Record<string, DataSetFile>; truth: Record<string, DataSetFile> },
): LocalSplit {
  const paths = (files: Record<string, DataSetFile>): Record<string, string> =>
    Object.fromEntries(Object.entries(files).map(([name, { file }]) => [name, join(folder, file)]));
  const lengths = Object.entries({ ...views, ...truth }).flatMap(([name, file]) => (file.lengths ? [[name, file.lengths] as const] : []));
  return { rows, views: paths(views), truth: paths(truth), lengths: Object.fromEntries(lengths) };
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
