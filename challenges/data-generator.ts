import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataSetIndex, type JobProgress, type SplitName, type Variation } from '@unblind/contracts';
import type { z } from 'zod';
import type { ChunkTask, Tensors } from './produce-chunks';
import type { TensorKinds } from './tensor-files';

export interface GenerateRequest {
  seed: number;
  /**
   * For the test splits, where an installation keeps one of its own: the manifest's seed is published, and whoever
   * has it can make the truth again.
   */
  testSeed?: number;
  /** Rows by split. */
  sizes: Record<SplitName, number>;
  /** Made of the splits that are named. Default none. */
  variations?: readonly Variation[];
  /** Default every split but the training one. */
  shiftedSplits?: readonly SplitName[];
  /** The folder to make. It appears in one step when all is written; where it exists already, that is an error. */
  directory: string;
  onProgress?: (progress: JobProgress) => void;
  /** Stops the work and removes what was written. */
  signal?: AbortSignal;
  /** Threads; the result does not depend on it. Default 2. */
  workers?: number;
}

/** The systematic shifts that a generator can make: objects that differ by `shift`, with the parameters of each. */
export type Shifts = z.ZodDiscriminatedUnion<[z.ZodObject, ...z.ZodObject[]], 'shift'>;

/** What a challenge's data.ts exports as `generator`. */
export interface DataGenerator {
  /** What a row is, in the plural: 'jets'. */
  readonly unit: string;
  readonly shifts: Shifts;
  /** What its data sets hold, generated or imported. */
  readonly kinds: { views: TensorKinds; truth: TensorKinds };
  /** Rows that were imported, under those shifts of the task that can be made of them, by the shift's id. */
  readonly shiftRows?: (nominal: Tensors, task: ChunkTask) => Record<string, Tensors>;
  generate(request: GenerateRequest): Promise<DataSetIndex>;
}

export const indexFile = 'index.json';

/** Reads the index of a generated data set. @throws where the folder is not a finished data set */
export async function readDataSetIndex(directory: string): Promise<DataSetIndex> {
  return DataSetIndex.parse(JSON.parse(await readFile(join(directory, indexFile), 'utf8')));
}
