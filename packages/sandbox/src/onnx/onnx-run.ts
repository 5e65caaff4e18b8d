import type { Dtype } from '@unblind/contracts';
import type { SandboxGpu, SandboxLimits, SandboxUsage } from '../port';
import type { ExecutionProvider } from './harness/execution-provider';

/** Options of every run. */
interface Run {
  modelPath: string;
  /** `outputBytes` is not used: the output is limited by the count of requested numbers. */
  limits: SandboxLimits;
  /** The model runs on this GPU; without one, on the CPU. */
  gpu?: SandboxGpu | undefined;
  onProgress?: (progress: { done: number; total: number; unit: string }) => void;
  signal?: AbortSignal;
  /** The folder of the compiled harness; by default the one that was built with this package. */
  harness?: string;
}

/** A view that feeds one input of the model. */
export interface OnnxInput {
  /** The model's name for it. */
  name: string;
  /** An npy file of the shape (at least `rows`, ...rowShape). */
  path: string;
  dtype: Dtype;
  rowShape: number[];
}

export interface OnnxRun extends Run {
  inputs: OnnxInput[];
  rows: number;
  output: {
    name: string;
    /** Index of the score on the last axis; null if there is a single entry, or all entries are returned. */
    select: number | null;
    /** How many numbers the output has for each row; one of another width is refused. */
    width: number;
    /** Names of a row's numbers, if a row has several. */
    columns?: readonly string[] | undefined;
    /** Inclusive. */
    range?: [number, number] | undefined;
  };
  /** The batch size that is fixed in the graph; null if its first axis is free. */
  fixedBatch: number | null;
  /** Rows per call if the graph leaves that free. */
  batch: number;
}

/** A view of sets that feeds one input of the model, one set at a time. */
export interface OnnxSetsInput {
  /** The model's name for it. */
  name: string;
  /** An npy file of the shape (sum of `lengths`, ...entryShape). */
  path: string;
  dtype: Dtype;
  entryShape: number[];
  /** Number of entries of each set. */
  lengths: readonly number[];
  /** The axis of the model's input that runs over the entries. */
  axis: number;
}

export interface OnnxSetsRun extends Run {
  inputs: OnnxSetsInput[];
  output: {
    name: string;
    /** null for the free axis, of which there is at most one. */
    shape: (number | null)[];
    /** Size of the free axis in each set; 1 if there is none. */
    sizes: readonly number[];
    /** True if integer outputs are accepted too. */
    integers: boolean;
    /** Inclusive. */
    range?: [number, number] | undefined;
  };
}

/** What a result depends on in addition to the model and the data. */
export interface RunEnvironment {
  onnxruntime: string;
  executionProvider: ExecutionProvider;
  threads: number;
  /** 1 if the model runs on one set at a time. */
  batch: number;
  node: string;
  cpu: string;
  sandbox: string;
}

export interface OnnxResult {
  /** The numbers of all rows, or of all sets, one after another; all finite. */
  scores: Float32Array;
  /** False if the first call, run twice, gave different answers. */
  deterministic: boolean;
  /** Time to read the file and to check and optimise the graph. */
  loadSeconds: number;
  usage: SandboxUsage;
  environment: RunEnvironment;
}
