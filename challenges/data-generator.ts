import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Dtype, SplitName, type JobProgress } from '@unblind/contracts';

/** One npy file of a split: path inside the data set's folder, and what it must contain. */
export const DataFile = z.strictObject({
  file: z.string(),
  dtype: Dtype,
  /** With the number of rows first. */
  shape: z.array(z.number().int().nonnegative()),
  bytes: z.number().int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type DataFile = z.infer<typeof DataFile>;

/** What a generated data set holds. Views may be shown to models; truth never is. */
export const DataSetIndex = z.strictObject({
  /** Made by this project's generators: labelled as such wherever it is shown. */
  simulated: z.literal(true),
  seed: z.number().int(),
  splits: z.partialRecord(
    SplitName,
    z.strictObject({
      rows: z.number().int().positive(),
      /** By the view's name in challenge.yaml. */
      views: z.record(z.string(), DataFile),
      /** `labels`, and quantities that scorers use beside them, such as the jet's `mass`. */
      truth: z.record(z.string(), DataFile),
    }),
  ),
});
export type DataSetIndex = z.infer<typeof DataSetIndex>;

export interface GenerateRequest {
  seed: number;
  /** Rows by split. */
  sizes: Partial<Record<SplitName, number>>;
  /** The folder to make. It appears in one step when all is written; where it exists already, that is an error. */
  directory: string;
  onProgress?: (progress: JobProgress) => void;
  /** Stops the work and removes what was written. */
  signal?: AbortSignal;
  /** Threads; the result does not depend on it. Default 2. */
  workers?: number;
}

/** What a challenge's data.ts exports as `generator`. */
export interface DataGenerator {
  generate(request: GenerateRequest): Promise<DataSetIndex>;
}

export const indexFile = 'index.json';

/** Reads the index of a generated data set. @throws where the folder is not a finished data set */
export async function readDataSetIndex(directory: string): Promise<DataSetIndex> {
  return DataSetIndex.parse(JSON.parse(await readFile(join(directory, indexFile), 'utf8')));
}
