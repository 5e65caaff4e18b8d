import type { SplitName } from '@unblind/contracts';
import type { ColumnRange } from './column-ranges';
import type { VerifiedFile } from './verify-files';

export interface ImportRequest {
  challenge: string;
  /** The folder or file of the published data. */
  from: string;
  /** The folder to create for the data set; without it everything is read and checked, but nothing is written. */
  directory?: string;
  /** Largest number of rows of each split; all by default. */
  rows?: number;
  /** @param unit 'bytes' while files are verified; then what the format can count */
  onProgress?: (done: number, total: number, unit: string) => void;
  signal?: AbortSignal;
  /** Number of threads that compute features and shifts; the result does not depend on it. Default 1: only the caller's thread. */
  threads?: number;
}

export interface SplitReport {
  rows: number;
  /** In the whole published data set. */
  published: number | null;
  /** Systematic shifts that were computed from these rows. */
  variations: string[];
  /** By tensor. */
  columns: Record<string, ColumnRange[]>;
}

/** The contents of the published data and the resulting data set. */
export interface ImportReport {
  challenge: string;
  source: string;
  importer: string;
  url: string;
  openTruth: boolean;
  files: VerifiedFile[];
  splits: Record<SplitName, SplitReport>;
  /** Splits that the challenge's phases need but the files lack. If there are any, the platform cannot use the data set. */
  missing: SplitName[];
  /** Tensors of the challenge that the files lack. If there are any, the platform cannot use the data set. */
  missingTensors: string[];
  /** A table of events that rows of the challenge could be drawn from; the platform goes on with simulated data. */
  isTable: boolean;
  notes: string[];
  /** Null after a dry run. */
  directory: string | null;
}
