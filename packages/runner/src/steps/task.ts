import type { AssignedFile, Assignment, CreatePredictionUpload, JobProgress } from '@unblind/contracts';
import type { ImageCache, SandboxProvider } from '@unblind/sandbox';
import type { Gpu } from '../hardware/gpu';
import type { FileReader } from '../reader/file-reader';

interface Sandboxes {
  /** Null if this machine has no sandbox for models. */
  models: SandboxProvider | null;
  /** Runs container images; null if this machine cannot. */
  images: SandboxProvider | null;
}

/** What steps work with: the machine, and no address or credential. */
export interface Equipment {
  sandboxes: Sandboxes;
  images: ImageCache;
  reader: FileReader;
  gpu: Gpu | null;
  /** The folder of temporary files. */
  work: string;
  /** The folder of inputs that are kept between steps. */
  cache: string;
}

/** One assignment, and the ways to and from whoever gave it. */
export interface Task {
  assignment: Assignment;
  /** Aborts when the step must stop: the runner is stopping, or the lease is lost. */
  signal: AbortSignal;
  progress: (progress: JobProgress) => void;
  /** Writes a file of the assignment to `path`, checked by its sha256. @throws PlatformFault */
  fetch: (file: AssignedFile, path: string) => Promise<void>;
  /** Stores one tensor of predictions, an npy file. */
  store: (tensor: CreatePredictionUpload, npy: Buffer) => Promise<void>;
}
