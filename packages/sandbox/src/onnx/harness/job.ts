/** What the runner asks of the harness, as JSON on its stdin. Paths are relative to the sandbox's root. */
export interface HarnessJob {
  model: string;
  inputs: { name: string; path: string; dtype: string; rowShape: number[] }[];
  rows: number;
  output: { name: string; select: number | null };
  /** Rows per call of the model. */
  batch: number;
  /** The batch size is baked into the graph: the last batch is padded to it. */
  padLastBatch: boolean;
  threads: number;
}

export const stages = ['input', 'load', 'run', 'output-type', 'output-shape'] as const;

/** What the harness says beside scores. */
export type HarnessMessage =
  | { event: 'ready' }
  | { event: 'loaded'; seconds: number }
  | { event: 'failed'; stage: (typeof stages)[number]; message: string; subject: string; expected: string; got: string }
  | { event: 'finished'; deterministic: boolean };
