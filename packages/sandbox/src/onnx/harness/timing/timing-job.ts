import type { ExecutionProvider } from '../execution-provider';
import type { RowsInput, RowsOutput, SetsInput, SetsOutput } from '../job';

/** What the runner asks of the timing harness, as JSON on its stdin. Paths are relative to the sandbox's root. */
export interface TimingJob {
  submission: TimedModelJob;
  /** Runs bracketed around the submission; null where the challenge names none. */
  reference: TimedModelJob | null;
  /** How many numbers the submission gives for all queries. */
  values: number;
  scenarios: Scenario[];
  /** Batch sizes that are tried in the offline scenario. */
  batches: number[];
  budget: TimingBudget;
  threads: number;
  executionProvider: ExecutionProvider;
  /** Which queries come when: another order in every job. */
  seed: number;
}

export type TimedModelJob = TimedRows | TimedSets;

/** A query is a row; offline, several make one call. */
export interface TimedRows {
  kind: 'rows';
  model: string;
  inputs: RowsInput[];
  rows: number;
  output: RowsOutput;
  /** The batch size baked into the graph. */
  fixedBatch: number | null;
}

/** A query is a set (a tracking event). Sets are not put together in batches, so that there is no offline scenario. */
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

/** Each scenario lasts `seconds`; single-stream longer, up to `atMostSeconds`, until the submission has answered `queries`. */
export interface TimingBudget {
  seconds: number;
  atMostSeconds: number;
  queries: number;
}

/** What the harness answers, one JSON text a line. */
export type TimingMessage =
  | { event: 'ready' }
  | { event: 'loaded'; role: Role; seconds: number; firstSeconds: number }
  /** Most of the memory that the submission took, with the largest batch. */
  | { event: 'memory'; bytes: number }
  | TimedSlice
  /** The submission's answers to timed queries from row `first` on: float32 as base64, NaN where a row was never asked for. */
  | { event: 'outputs'; first: number; scores: string }
  | { event: 'failed'; stage: string; message: string; subject: string; expected: string; got: string }
  | { event: 'finished' };

/** Calls one after another, without a pause. */
export interface TimedSlice {
  event: 'slice';
  scenario: Scenario;
  /** What lies between two loads of the models. */
  block: number;
  role: Role;
  batch: number;
  calls: number;
  /** The number of calls times the usual one, without what other processes took of the core. */
  seconds: number;
  /** By the clock on the wall. */
  wallSeconds: number;
  /** The submission's in the single-stream scenario: of each call, by the clock on the wall. */
  latencies: number[];
}
