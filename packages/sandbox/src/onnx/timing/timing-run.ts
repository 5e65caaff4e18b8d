import type { SandboxGpu, SandboxLimits, SandboxUsage } from '../../port';
import type { ExecutionProvider } from '../harness/execution-provider';
import type { Scenario, TimingBudget } from '../harness/timing/timing-job';
import type { OnnxRun, OnnxSetsRun } from '../onnx-run';

/** A model with its views, as it is timed: by rows, or by sets. */
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
  /** That the provider computes on. */
  gpu?: SandboxGpu;
  limits: SandboxLimits;
  /** The cores that it is bound to; null leaves that to the system. */
  cores: readonly number[] | null;
  onProgress?(progress: { done: number; total: number; unit: 's' }): void;
  signal?: AbortSignal;
  /** The folder of the compiled harness; by default the one that was built with this package. */
  harness?: string;
}

/** What lies between two loads of the models. Times are seconds per query (row or set): what a slice
 * took, divided by its calls and their batch. */
export interface BlockTiming {
  /** n + 1 slices around the submission's n; empty without a reference. */
  reference: Float64Array;
  submission: Float64Array;
  /** The submission's with what other processes took of the core. */
  wall: Float64Array;
}

export interface ScenarioTiming {
  blocks: BlockTiming[];
  /** Rows per call, the best of those tried. */
  batch: number;
  referenceBatch: number | null;
  /** Of the submission at each batch size that was tried. */
  batches: { batch: number; samplesPerSecond: number }[];
  /** Seconds of each of the submission's calls; single-stream only. */
  latencies: Float64Array;
}

export interface OnnxTiming {
  scenarios: Partial<Record<Scenario, ScenarioTiming>>;
  loadSeconds: number;
  firstSeconds: number;
  /** What the submission added to the process at most; null where that was not measured. */
  memoryBytes: number | null;
  /** What the submission answered while the clock ran, laid out as the scores of a run; NaN where it was never asked. */
  scores: Float32Array;
  usage: SandboxUsage;
  environment: TimingEnvironment;
}

/** What a timing depends on besides the models. */
export interface TimingEnvironment {
  onnxruntime: string;
  executionProvider: ExecutionProvider;
  threads: number;
  cores: number[] | null;
  node: string;
  sandbox: string;
}
