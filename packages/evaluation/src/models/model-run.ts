import type { ContractBinding, JobProgress, Manifest } from '@unblind/contracts';
import type { RunEnvironment, SandboxGpu, SandboxProvider, SandboxUsage } from '@unblind/sandbox';
import type { NpyArray } from '@unblind/tensors';
import type { LocalSplit } from '../local-split';
import type { TimeLeft } from './cpu-budget';

/** One model and one split. */
export interface ModelWithViews {
  manifest: Manifest;
  binding: ContractBinding;
  modelPath: string;
  /** Includes its views. */
  split: LocalSplit;
  /** Folder for derived views; each split and each shift has its own. */
  viewsDirectory: string;
}

/** One model over one split. */
export interface ModelRun extends ModelWithViews {
  provider: SandboxProvider;
  /** The model runs on this GPU; without one, on the CPU. */
  gpu?: SandboxGpu | undefined;
  /** Rows per call if the model leaves that free. */
  batch?: number | undefined;
  /** Default: the whole budget of a submission. */
  timeLeft?: TimeLeft | undefined;
  onProgress: (progress: JobProgress) => void;
  signal?: AbortSignal;
}

export interface ModelOutput extends NpyArray {
  /** What the output contract says the numbers are: 'labels', 'edge-scores'. Absent: scores. */
  as: string | undefined;
  /** For probabilities: the classes of the columns, in the model's order. */
  classes?: readonly string[] | undefined;
  /** For a model that runs on sets and gives numbers for each entry: the entries. */
  entries?: SetEntriesFile;
}

export interface SetEntriesFile {
  view: string;
  /** An npy file with the entries of all sets, one set after another. */
  path: string;
  /** Number of entries of each set. */
  lengths: readonly number[];
}

/** What a container's result depends on in addition to the data. */
interface ContainerEnvironment {
  /** Digest of the container image. */
  image: string;
  sandbox: string;
  cpus: number;
  requests: number;
}

export interface ModelResult {
  output: ModelOutput;
  /** Of an ONNX model: with the contract of the width that its output has. */
  binding?: ContractBinding;
  deterministic: boolean;
  loadSeconds: number;
  usage: SandboxUsage;
  environment: RunEnvironment | ContainerEnvironment;
}
