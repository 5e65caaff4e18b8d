import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataSetIndex, type JobProgress, type SplitName, type SplitSize, type Variation } from '@unblind/contracts';
import type { StreamKey } from '@unblind/random';
import type { z } from 'zod';
import type { ChunkTask, Tensors } from './produce-chunks';
import type { TensorKinds } from './tensor-files';

export interface GenerateRequest {
  /** The published seed, of what everybody may make again: the open splits. */
  seed: number;
  /** The data set's key, from which its hidden splits are made. They are refused without one. */
  key?: StreamKey | undefined;
  /** The truth of all splits is public, so all are made from the seed. Default false. */
  openTruth?: boolean;
  /** Rows by split, or by part of it. */
  sizes: Record<SplitName, SplitSize>;
  /** The shifts to generate. Default none. */
  variations?: readonly Variation[];
  /** Default every split but the training one. */
  shiftedSplits?: readonly SplitName[];
  /** The folder to create. It appears in one step when everything is written; it is an error if it exists already. */
  directory: string;
  onProgress?: (progress: JobProgress) => void;
  /** Aborts the generation and removes what was written. */
  signal?: AbortSignal;
  /** The number of threads; the result does not depend on it. Default 2. */
  workers?: number;
}

/** The systematic shifts that a generator can make: objects that differ by `shift`, with the parameters of each. */
export type Shifts = z.ZodDiscriminatedUnion<[z.ZodObject, ...z.ZodObject[]], 'shift'>;

/** The type of `generator` in a challenge's data.ts. */
export interface DataGenerator {
  /** What the rows are, in the plural: 'jets'. */
  readonly unit: string;
  readonly shifts: Shifts;
  /** What its data sets hold, generated or imported. */
  readonly kinds: { views: TensorKinds; truth: TensorKinds };
  /** Rows that were imported, under those shifts of the task that can be made of them, by the shift's id. */
  readonly shiftRows?: (nominal: Tensors, task: ChunkTask) => Record<string, Tensors>;
  generate(request: GenerateRequest): Promise<DataSetIndex>;
}

export const indexFile = 'index.json';

/** Reads the index of a generated data set. @throws if the folder is not a complete data set */
export async function readDataSetIndex(directory: string): Promise<DataSetIndex> {
  return DataSetIndex.parse(JSON.parse(await readFile(join(directory, indexFile), 'utf8')));
}
