import type { Dtype } from '@unblind/contracts';
import type { SandboxLimits, SandboxUsage } from '../port';

/** A view that feeds one input of the model. */
export interface OnnxInput {
  /** The model's name for it. */
  name: string;
  /** An npy file of the shape (at least `rows`, ...rowShape). */
  path: string;
  dtype: Dtype;
  rowShape: number[];
}

export interface OnnxRun {
  modelPath: string;
  inputs: OnnxInput[];
  rows: number;
  output: {
    name: string;
    /** Which entry of the last axis is the score; null when there is one. */
    select: number | null;
    /** Inclusive. */
    range?: [number, number] | undefined;
  };
  /** The batch size baked into the graph; null when its first axis is free. */
  fixedBatch: number | null;
  /** Rows per call where the graph leaves that free. */
  batch: number;
  /** `outputBytes` is not used: what may come out is bounded by the number of rows. */
  limits: SandboxLimits;
  onProgress?(progress: { done: number; total: number; unit: 'samples' }): void;
  signal?: AbortSignal;
  /** The folder of the compiled harness; by default the one that was built with this package. */
  harness?: string;
}

/** What a result depends on besides the model and the data. */
export interface RunEnvironment {
  onnxruntime: string;
  executionProvider: 'cpu';
  threads: number;
  batch: number;
  node: string;
  cpu: string;
  sandbox: string;
}

export interface OnnxResult {
  /** One per row, all finite. */
  scores: Float32Array;
  /** false: the first batch, run twice, gave two answers. */
  deterministic: boolean;
  /** Reading the file, checking and optimising the graph. */
  loadSeconds: number;
  usage: SandboxUsage;
  environment: RunEnvironment;
}
