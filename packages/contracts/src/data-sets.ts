import { z } from 'zod';
import { PartSizes } from './parts';
import { Sha256 } from './sha256';
import { Slug } from './slug';
import { SplitName } from './splits';
import { Dtype } from './tensors';

/** One npy file of a split: its path inside the data set's folder, and what it must contain. */
export const DataSetFile = z.object({
  file: z.string(),
  dtype: Dtype,
  /** The first dimension is the number of rows or, where rows are sets of different sizes, the sum of their lengths. */
  shape: z.array(z.number().int().nonnegative()),
  /** Where rows are sets: the length of each set, in the order of the file. */
  lengths: z.array(z.number().int().nonnegative()).optional(),
  bytes: z.number().int().positive(),
  sha256: Sha256,
});
export type DataSetFile = z.infer<typeof DataSetFile>;

/** The secret seed of a split's bootstrap, in hexadecimal digits. */
const ScoringSeed = z.object({ area: z.literal('truth'), key: z.string() });

/** Where imported data came from. */
export const Provenance = z.object({
  /** The source's name in challenge.yaml. */
  source: z.string(),
  importer: z.string(),
  url: z.string(),
  files: z.array(z.object({ name: z.string(), bytes: z.number(), sha256: z.string() })),
});
export type Provenance = z.infer<typeof Provenance>;

function indexOf<T extends z.ZodType>(file: T) {
  const rows = z.object({
    rows: z.number().int().positive(),
    /** Keyed by the view's name in challenge.yaml. Models may see these. */
    views: z.record(z.string(), file),
    /** `labels`, and what scorers use beside them, such as the jet's `mass`. Never shown to a model. */
    truth: z.record(z.string(), file),
  });
  return z.object({
    /** Made by this project's generators. Every page that shows it says so. */
    simulated: z.boolean(),
    /** Null for real data. */
    seed: z.number().int().nullable(),
    /** The truth of the test splits is public: a board on these data is open-book. */
    openTruth: z.boolean().default(false),
    /** Null for simulated data. */
    provenance: Provenance.nullable().default(null),
    splits: z.record(
      SplitName,
      rows.extend({
        /** The same rows under each systematic shift, with inputs and truth of their own. */
        variations: z.record(Slug, rows).default({}),
        /** How many rows each part has, where the split is divided; the truth tensor `part` says which. */
        parts: PartSizes.optional(),
        /** Once it is stored. Absent where the truth is public: the seed is then made of public names. */
        scoringSeed: ScoringSeed.optional(),
        /** The digest of everything about the split that is not public, shown to all: unblinding shows what it was made of. */
        commitment: Sha256.optional(),
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

/** A file that unblinding made public, in the public area of the store. */
export const DisclosedFile = z.object({ name: z.string(), key: z.string(), bytes: z.number().int(), sha256: Sha256 });
export type DisclosedFile = z.infer<typeof DisclosedFile>;
