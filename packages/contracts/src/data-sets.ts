import { z } from 'zod';
import { SplitName } from './manifest';
import { Dtype } from './tensors';

/** One npy file of a split: its path inside the data set's folder, and what it must contain. */
export const DataSetFile = z.object({
  file: z.string(),
  dtype: Dtype,
  /** With the number of rows first. */
  shape: z.array(z.number().int().nonnegative()),
  bytes: z.number().int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type DataSetFile = z.infer<typeof DataSetFile>;

function indexOf<T extends z.ZodType>(file: T) {
  return z.object({
    /** Made by this project's generators: labelled as such wherever it is shown. */
    simulated: z.boolean(),
    seed: z.number().int(),
    splits: z.partialRecord(
      SplitName,
      z.object({
        rows: z.number().int().positive(),
        /** By the view's name in challenge.yaml. May be shown to models. */
        views: z.record(z.string(), file),
        /** `labels`, and what scorers use beside them, such as the jet's `mass`. Never shown to a model. */
        truth: z.record(z.string(), file),
      }),
    ),
  });
}

/** What a generated or imported data set holds. */
export const DataSetIndex = indexOf(DataSetFile);
export type DataSetIndex = z.infer<typeof DataSetIndex>;

/** Where each file of a data set lies once it is stored. */
export const StoredDataSetFile = DataSetFile.extend({ area: z.enum(['public', 'hidden', 'truth']), key: z.string() });
export type StoredDataSetFile = z.infer<typeof StoredDataSetFile>;

export const StoredDataSetIndex = indexOf(StoredDataSetFile);
export type StoredDataSetIndex = z.infer<typeof StoredDataSetIndex>;
