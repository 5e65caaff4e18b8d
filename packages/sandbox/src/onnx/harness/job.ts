import type { ExecutionProvider } from './execution-provider';

/** What the runner asks of the harness, as JSON on its stdin. Paths are relative to the sandbox's root. */
export type HarnessJob = RowsJob | SetsJob;

interface Job {
  model: string;
  threads: number;
  executionProvider: ExecutionProvider;
}

/** Rows in batches, one score for each or several numbers. */
export interface RowsJob extends Job {
  kind: 'rows';
  inputs: RowsInput[];
  rows: number;
  output: RowsOutput;
  /** Rows per call of the model. */
  batch: number;
  /** The batch size is baked into the graph: the last batch is padded to it. */
  padLastBatch: boolean;
}

export interface RowsOutput {
  name: string;
  /** Which entry of the last axis is the score; null where all are wanted. */
  select: number | null;
  /** How many numbers are wanted for each row; 1 where one is selected. */
  columns: number;
}

export interface RowsInput {
  name: string;
  path: string;
  dtype: string;
  rowShape: number[];
}

/** One call for each set of entries: the hits of an event, the events of a pseudo-experiment. */
export interface SetsJob extends Job {
  kind: 'sets';
  inputs: SetsInput[];
  output: SetsOutput;
  /** What the output's free axis is in each set; a 1 for each where it has none. */
  sizes: number[];
}

export interface SetsInput {
  name: string;
  /** An npy file of all sets' entries, one after another. */
  path: string;
  dtype: string;
  entryShape: number[];
  /** Entries of each set. */
  lengths: number[];
  /** Where the entries are among the axes of the model's input: 1 in an edge_index of [2, E]. */
  axis: number;
}

export interface SetsOutput {
  name: string;
  /** null: the free axis. */
  shape: (number | null)[];
  /** Whole numbers are taken too. */
  integers: boolean;
}

export const stages = ['input', 'load', 'run', 'output-type', 'output-shape'] as const;

/** What the harness says beside numbers. */
export type HarnessMessage =
  | { event: 'ready' }
  | { event: 'loaded'; seconds: number }
  | { event: 'failed'; stage: (typeof stages)[number]; message: string; subject: string; expected: string; got: string }
  | { event: 'finished'; deterministic: boolean };
