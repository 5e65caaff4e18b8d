import type { ContractBinding, JobProgress, Manifest } from '@unblind/contracts';
import type { RunEnvironment, SandboxGpu, SandboxProvider, SandboxUsage } from '@unblind/sandbox';
import type { NpyArray } from '@unblind/tensors';
import type { LocalSplit } from '../local-split';

/** One model and one split. */
export interface ModelWithViews {
  manifest: Manifest;
  binding: ContractBinding;
  modelPath: string;
  /** With its views. */
  split: LocalSplit;
  /** Where derived views are kept; one folder for each split and shift. */
  viewsDirectory: string;
}

/** One model over one split. */
export interface ModelRun extends ModelWithViews {
  provider: SandboxProvider;
  /** Runs there; without it on the CPU. */
  gpu?: SandboxGpu | undefined;
  onProgress: (progress: JobProgress) => void;
  signal?: AbortSignal;
}

export interface ModelOutput extends NpyArray {
  /** What the output contract says the numbers are: 'labels', 'edge-scores'. Absent: scores. */
  as: string | undefined;
  /** Of probabilities: the classes of the columns, in the model's order. */
  classes?: readonly string[] | undefined;
  /** Of a model that runs on sets and says something of each entry: the entries. */
  entries?: SetEntriesFile;
}

export interface SetEntriesFile {
  view: string;
  /** An npy file of all sets' entries, one after another. */
  path: string;
  /** Entries of each set. */
  lengths: readonly number[];
}

/** What a container's result depends on besides the data. */
export interface ContainerEnvironment {
  /** Its digest. */
  image: string;
  sandbox: string;
  cpus: number;
  requests: number;
}

export interface ModelResult {
  output: ModelOutput;
  deterministic: boolean;
  loadSeconds: number;
  usage: SandboxUsage;
  environment: RunEnvironment | ContainerEnvironment;
}
