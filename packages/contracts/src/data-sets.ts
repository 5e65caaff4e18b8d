import { z } from 'zod';
import { SplitName } from './manifest';
import { Dtype } from './tensors';

/** One npy file of a split. Truth is never offered to a model, and lies in an area of its own. */
export const DataSetFile = z.object({
  name: z.string(),
  role: z.enum(['view', 'truth']),
  dtype: Dtype,
  rowShape: z.array(z.number().int().positive()),
  rows: z.number().int().positive(),
  bytes: z.number().int().positive(),
  sha256: z.string(),
  /** Relative to the data set's folder when generated; area and key once stored. */
  path: z.string(),
});
export type DataSetFile = z.infer<typeof DataSetFile>;

export const DataSetSplit = z.object({ rows: z.number().int().positive(), files: z.array(DataSetFile) });
export type DataSetSplit = z.infer<typeof DataSetSplit>;

export const DataSetIndex = z.object({
  generator: z.string(),
  seed: z.number().int(),
  splits: z.partialRecord(SplitName, DataSetSplit),
});
export type DataSetIndex = z.infer<typeof DataSetIndex>;

/** The same index once its files are stored: each with the area and key where it lies. */
export const StoredDataSetIndex = DataSetIndex.extend({
  splits: z.partialRecord(
    SplitName,
    DataSetSplit.extend({ files: z.array(DataSetFile.extend({ area: z.enum(['public', 'hidden', 'truth']), key: z.string() })) }),
  ),
});
export type StoredDataSetIndex = z.infer<typeof StoredDataSetIndex>;
