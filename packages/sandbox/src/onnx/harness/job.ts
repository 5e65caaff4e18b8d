import type { ExecutionProvider } from './execution-provider';

/** The job for the harness, sent by the runner as JSON on stdin. Paths are relative to the sandbox's root. */
export type HarnessJob = RowsJob | SetsJob;

interface Job {
  model: string;
  threads: number;
  executionProvider: ExecutionProvider;
}

/** Batches of rows, with one or several numbers for each row. */
export interface RowsJob extends Job {
  kind: 'rows';
  inputs: RowsInput[];
  rows: number;
  output: RowsOutput;
  /** Rows per call of the model. */
  batch: number;
  /** True if the batch size is fixed in the graph, so that the last batch must be padded. */
  padLastBatch: boolean;
}

export interface RowsOutput {
  name: string;
  /** Index of the score on the last axis; null if all entries are returned. */
  select: number | null;
  /** How many numbers are returned for each row; 1 if one is selected. */
  columns: number;
  /** How many numbers the output has for each row. Another width is refused: it would be read as what it is not. */
  width: number;
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
  /** Size of the output's free axis in each set; 1 if it has none. */
  sizes: number[];
}

export interface SetsInput {
  name: string;
  /** An npy file with the entries of all sets, one set after another. */
  path: string;
  dtype: string;
  entryShape: number[];
  /** Number of entries of each set. */
  lengths: number[];
  /** The axis of the model's input that runs over the entries; 1 for an edge_index of [2, E]. */
  axis: number;
}

export interface SetsOutput {
  name: string;
  /** null: the free axis. */
  shape: (number | null)[];
  /** True if integer outputs are accepted too. */
  integers: boolean;
}

export const stages = ['input', 'load', 'run', 'output-type', 'output-shape'] as const;

/** The harness's messages, in addition to scores. */
export type HarnessMessage =
  | { event: 'ready' }
  | { event: 'loaded'; seconds: number }
  | { event: 'failed'; stage: (typeof stages)[number]; message: string; subject: string; expected: string; got: string }
  | { event: 'finished'; deterministic: boolean };
