import type { ExecutionProvider } from '../execution-provider';
import type { RowsInput, RowsOutput, SetsInput, SetsOutput } from '../job';

/** The job for the timing harness, sent by the runner as JSON on stdin. Paths are relative to the sandbox's root. */
export interface TimingJob {
  submission: TimedModelJob;
  /** Timed before and after each turn of the submission; null if the challenge has no reference. */
  reference: TimedModelJob | null;
  /** Total count of numbers that the submission gives for all queries. */
  values: number;
  scenarios: Scenario[];
  /** Batch sizes to try in the offline scenario. */
  batches: number[];
  budget: TimingBudget;
  threads: number;
  executionProvider: ExecutionProvider;
  /** Seed of the order of queries, different in every job. */
  seed: number;
}

export type TimedModelJob = TimedRows | TimedSets;

/** A query is a row; in the offline scenario several rows make one call. */
export interface TimedRows {
  kind: 'rows';
  model: string;
  inputs: RowsInput[];
  rows: number;
  output: RowsOutput;
  /** The batch size that is fixed in the graph, if any. */
  fixedBatch: number | null;
}

/** A query is a set (a tracking event). Sets are not batched, so they have no offline scenario. */
export interface TimedSets {
  kind: 'sets';
  model: string;
  inputs: SetsInput[];
  output: SetsOutput;
  sizes: number[];
}

export const scenarios = ['single-stream', 'offline'] as const;
export type Scenario = (typeof scenarios)[number];
export const roles = ['submission', 'reference'] as const;
export type Role = (typeof roles)[number];

/** Each scenario lasts `seconds`; single-stream continues until the submission has answered `queries`, at most `atMostSeconds`. */
export interface TimingBudget {
  seconds: number;
  atMostSeconds: number;
  queries: number;
}

/** The messages of the harness, one JSON text per line. */
export type TimingMessage =
  | { event: 'ready' }
  | { event: 'loaded'; role: Role; seconds: number; firstSeconds: number }
  /** Peak memory that the submission added, with the largest batch. */
  | { event: 'memory'; bytes: number }
  | TimedSlice
  /** The submission's answers to timed queries, starting at number `first`: float32 as base64, NaN for queries that were not asked. */
  | { event: 'outputs'; first: number; scores: string }
  | { event: 'failed'; stage: string; message: string; subject: string; expected: string; got: string }
  | { event: 'finished' };

/** A series of calls without a pause. */
interface TimedSlice {
  event: 'slice';
  scenario: Scenario;
  /** The number of the block; models are reloaded between blocks. */
  block: number;
  role: Role;
  batch: number;
  calls: number;
  /** The number of calls times the typical time of one, without the time in which other processes used the core. */
  seconds: number;
  /** Wall time. */
  wallSeconds: number;
  /** Wall time of each call of the submission in the single-stream scenario; else empty. */
  latencies: number[];
}
