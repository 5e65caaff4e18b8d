import type { SandboxGpu, SandboxLimits, SandboxUsage } from '../../port';
import type { ExecutionProvider } from '../harness/execution-provider';
import type { Scenario, TimingBudget } from '../harness/timing/timing-job';
import type { OnnxRun, OnnxSetsRun } from '../onnx-run';

/** A model with its views, timed on rows or on sets. */
export type TimedOnnx =
  | ({ kind: 'rows' } & Pick<OnnxRun, 'modelPath' | 'inputs' | 'rows' | 'output' | 'fixedBatch'>)
  | ({ kind: 'sets' } & Pick<OnnxSetsRun, 'modelPath' | 'inputs' | 'output'>);

export interface OnnxTimingRun {
  submission: TimedOnnx;
  reference: TimedOnnx | null;
  scenarios: readonly Scenario[];
  batches: readonly number[];
  budget: TimingBudget;
  executionProvider: ExecutionProvider;
  /** The GPU that the execution provider computes on. */
  gpu?: SandboxGpu;
  limits: SandboxLimits;
  /** The cores that the process is bound to; null leaves that to the system. */
  cores: readonly number[] | null;
  onProgress?: (progress: { done: number; total: number; unit: 's' }) => void;
  signal?: AbortSignal;
  /** The folder of the compiled harness; by default the one that was built with this package. */
  harness?: string;
}

/** The slices between two loads of the models. Times are seconds per query (row or set): the time of a
 * slice, divided by its calls and their batch size. */
export interface BlockTiming {
  /** n + 1 slices around the n slices of the submission; empty without a reference. */
  reference: Float64Array;
  submission: Float64Array;
  /** The submission's slices, including the time in which other processes used the core. */
  wall: Float64Array;
}

export interface ScenarioTiming {
  blocks: BlockTiming[];
  /** Rows per call at the best batch size. */
  batch: number;
  referenceBatch: number | null;
  /** The submission's rate at each batch size that was tried. */
  batches: { batch: number; samplesPerSecond: number }[];
  /** Seconds of each of the submission's calls; single-stream only. */
  latencies: Float64Array;
}

export interface OnnxTiming {
  scenarios: Partial<Record<Scenario, ScenarioTiming>>;
  loadSeconds: number;
  firstSeconds: number;
  /** Peak memory that the submission added to the process; null if it was not measured. */
  memoryBytes: number | null;
  /** The submission's answers during the timing, in the layout of a run's scores; NaN for queries that were not asked. */
  scores: Float32Array;
  usage: SandboxUsage;
  environment: TimingEnvironment;
}

/** What a timing depends on in addition to the models. */
export interface TimingEnvironment {
  onnxruntime: string;
  executionProvider: ExecutionProvider;
  threads: number;
  cores: number[] | null;
  node: string;
  sandbox: string;
}
