import type { Readable } from 'node:stream';

/** Where untrusted code runs. Providers differ in how; what they promise is one profile and one conformance suite. */

export interface SandboxLimits {
  memoryBytes: number;
  wallSeconds: number;
  /** Summed over all processes. */
  cpuSeconds: number;
  /** Processes and threads together. */
  processes: number;
  /** How many cores may be busy at once; fractions are allowed. */
  cpus: number;
  /** stdout and stderr together. */
  outputBytes: number;
  /** The writable /tmp. */
  tmpBytes: number;
}

/** A host path shown inside, always read-only. Targets are absolute; the root of the sandbox is where the command starts. */
export interface SandboxMount {
  source: string;
  target: string;
}

/** A root file system of the command's own, shown read-only in place of the host's programs. */
export interface SandboxImage {
  root: string;
  /** Added to the profile's. */
  environment: Record<string, string>;
  workingDirectory: string;
}

/** What a run sees of a GPU. Without it there is no device of the machine inside. */
export interface SandboxGpu {
  /** Device files; the command may open these and no others. */
  devices: readonly SandboxMount[];
  /** The driver's libraries and programs. Images have none; a command without an image has the host's. */
  driver: readonly SandboxMount[];
  environment: Readonly<Record<string, string>>;
}

/** The folder /output, which the command may write to. It lives in memory, counts as the run's, and goes with it. */
export interface SandboxOutput {
  bytes: number;
  files: number;
  /** Told once: where this process finds the folder, from the first output of the command on. */
  onFolder(path: string): void;
}

export interface SandboxSpec {
  /**
   * The program and its arguments. A path in here is relative to the sandbox's root (`./model/model.onnx` for a mount on
   * `/model/model.onnx`), so that the same command also runs where there is no private root.
   */
  command: string[];
  mounts: SandboxMount[];
  limits: SandboxLimits;
  gpu?: SandboxGpu;
  /** A stream is handed on as it comes; when it ends, so does the command's input. */
  stdin?: string | Uint8Array | Readable;
  /** Only providers whose report says so run images and give an output folder. */
  image?: SandboxImage;
  output?: SandboxOutput;
  /** Takes stdout as it comes; what it throws ends the run and is thrown by it. Without it stdout is collected. */
  onOutput?(chunk: Buffer): void;
  /** Sees stderr as it comes. */
  onErrors?(chunk: Buffer): void;
  signal?: AbortSignal;
}

export type LimitHit = 'memory' | 'wall' | 'cpu' | 'processes' | 'output';

export interface SandboxUsage {
  wallSeconds: number;
  /** Where no cgroup counts it, the last sample of a watchdog: a lower bound. */
  cpuSeconds: number;
  /** Anonymous and shared memory, not the page cache. null: it ended before it was measured. */
  peakMemoryBytes: number | null;
}

export interface SandboxResult {
  /** null when a signal ended it. */
  exitCode: number | null;
  signal: string | null;
  limitHit: LimitHit | null;
  usage: SandboxUsage;
  /** Empty when `onOutput` took it. */
  stdout: Buffer;
  /** The last 8 KiB, for people. */
  stderrTail: string;
}

/** How a promise is kept: by whom, or 'no' where it is not. */
export type Enforcement = 'cgroup v1' | 'cgroup v2' | 'rlimit' | 'seccomp' | 'namespace' | 'watchdog' | 'no';

export interface ProbeReport {
  provider: string;
  available: boolean;
  /** What is in the way, and the command that removes it. Both null when available. */
  reason: string | null;
  fix: string | null;
  version: string | null;
  /** Does it run container images? */
  images: boolean;
  enforces: Record<keyof SandboxLimits | 'network' | 'files' | 'systemCalls', Enforcement>;
  warnings: string[];
}

export interface SandboxProvider {
  readonly name: string;
  probe(): Promise<ProbeReport>;
  /**
   * Runs one command to its end and leaves nothing behind. A command that fails is a result, not an error.
   * Throws PlatformFault `sandbox-unavailable` or `sandbox-broken` when the sandbox itself fails, and the signal's reason when aborted.
   */
  run(spec: SandboxSpec): Promise<SandboxResult>;
}
