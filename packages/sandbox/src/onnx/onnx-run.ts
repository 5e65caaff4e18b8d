import type { Dtype } from '@unblind/contracts';
import type { SandboxGpu, SandboxLimits, SandboxUsage } from '../port';
import type { ExecutionProvider } from './harness/execution-provider';

/** What a run has, whatever the model is run on. */
interface Run {
  modelPath: string;
  /** `outputBytes` is not used: what may come out is bounded by the numbers that are asked for. */
  limits: SandboxLimits;
  /** Computes there; without it on the CPU. */
  gpu?: SandboxGpu | undefined;
  onProgress?(progress: { done: number; total: number; unit: string }): void;
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
    /** Which entry of the last axis is the score; null when there is one, or all are wanted. */
    select: number | null;
    /** What the numbers of a row are called, where a row has several. */
    columns?: readonly string[] | undefined;
    /** Inclusive. */
    range?: [number, number] | undefined;
  };
  /** The batch size baked into the graph; null when its first axis is free. */
  fixedBatch: number | null;
  /** Rows per call where the graph leaves that free. */
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
  /** Entries of each set. */
  lengths: readonly number[];
  /** Where the entries are among the axes of the model's input. */
  axis: number;
}

export interface OnnxSetsRun extends Run {
  inputs: OnnxSetsInput[];
  output: {
    name: string;
    /** null: the free axis, at most one. */
    shape: (number | null)[];
    /** What the free axis is in each set; a 1 for each where there is none. */
    sizes: readonly number[];
    /** Whole numbers are taken too. */
    integers: boolean;
    /** Inclusive. */
    range?: [number, number] | undefined;
  };
}

/** What a result depends on besides the model and the data. */
export interface RunEnvironment {
  onnxruntime: string;
  executionProvider: ExecutionProvider;
  threads: number;
  /** 1 where the model runs on one set at a time. */
  batch: number;
  node: string;
  cpu: string;
  sandbox: string;
}

export interface OnnxResult {
  /** Those of each row, or of each set, one after another; all finite. */
  scores: Float32Array;
  /** false: the first call, run twice, gave two answers. */
  deterministic: boolean;
  /** Reading the file, checking and optimising the graph. */
  loadSeconds: number;
  usage: SandboxUsage;
  environment: RunEnvironment;
}
