import type { SplitName } from '@unblind/contracts';
import type { ColumnRange } from './column-ranges';
import type { VerifiedFile } from './verify-files';

export interface ImportRequest {
  challenge: string;
  /** The folder or file of the published data. */
  from: string;
  /** The data set's folder to make; absent: everything is read and checked, nothing is written. */
  directory?: string;
  /** At most so many rows of each split. Default all. */
  rows?: number;
  /** @param unit 'bytes' while files are verified; then what the format can count */
  onProgress?: (done: number, total: number, unit: string) => void;
  signal?: AbortSignal;
  /** That measure and shift what was read; the result does not depend on it. Default 1: none beside the caller's. */
  threads?: number;
}

export interface SplitReport {
  rows: number;
  /** In the whole published data set. */
  published: number | null;
  /** Systematic shifts that were made of these rows. */
  variations: string[];
  /** By tensor. */
  columns: Record<string, ColumnRange[]>;
}

/** What was found, and what was made of it. */
export interface ImportReport {
  challenge: string;
  source: string;
  importer: string;
  url: string;
  openTruth: boolean;
  files: VerifiedFile[];
  splits: Record<SplitName, SplitReport>;
  /** Splits that the challenge's phases need and the files do not have: with any, the platform cannot use the data set. */
  missing: SplitName[];
  /** Tensors of the challenge that the files do not have; with any, the platform cannot use it either. */
  missingTensors: string[];
  /** A table of events that rows of the challenge could be drawn from; the platform goes on with simulated data. */
  isTable: boolean;
  notes: string[];
  /** Null after a dry run. */
  directory: string | null;
}
