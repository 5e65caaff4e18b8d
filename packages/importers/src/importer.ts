import type { TensorKinds, Tensors } from '@unblind/challenges';
import type { SplitName } from '@unblind/contracts';
import type { Origins } from './fetch-sources';

/** A file of the published data set on this machine. */
export interface SourceFile {
  /** As it was published. */
  name: string;
  path: string;
}

/** The next rows of a split. */
export interface ImportedBlock {
  split: SplitName;
  count: number;
  /** Tensors by their names in the challenge. */
  tensors: Tensors;
}

export interface ReadContext {
  /** Number of rows of a split that are still needed. */
  room(split: SplitName): number;
  /** Bytes or rows of all files, whichever the format can tell. */
  onProgress: (done: number, total: number, unit: string) => void;
  /** Adds a warning to the report, for something that is not a reason to refuse the data. */
  note(text: string): void;
}

/** Reads one published data set in its own format. */
export interface Importer {
  /** Rows of each split in the whole of what was published. */
  readonly whole: Readonly<Record<SplitName, number>>;
  /** Where what was published is no data set of the challenge but a table of events that its rows are drawn from: what it holds. */
  readonly kinds?: { views: TensorKinds; truth: TensorKinds };
  /** Names of the last axis of tensors, where the challenge's views do not tell. */
  readonly columns?: Readonly<Record<string, readonly string[]>>;
  /** sha256 that the source announces, by file name. */
  readonly checksums: Readonly<Record<string, string>>;
  /** Absent where the files need an account. */
  readonly origins?: Origins;
  /** Finds the files to read in a folder, or the file itself. @throws ParticipantFault if there are none */
  find(from: string): Promise<SourceFile[]>;
  /** Computes the remaining tensors of a block and returns all tensors. It takes most of the time and may run in other threads. */
  measure?(tensors: Tensors): Tensors;
  /** Blocks of bounded size, each split's rows in their order. @throws ParticipantFault with the place of what is wrong */
  read(files: readonly SourceFile[], context: ReadContext): AsyncIterable<ImportedBlock>;
}
