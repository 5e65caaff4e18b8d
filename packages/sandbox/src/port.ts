import type { Readable } from 'node:stream';

/** The port for running untrusted code. All providers follow one profile and pass one conformance suite. */

export interface SandboxLimits {
  memoryBytes: number;
  wallSeconds: number;
  /** Total over all processes. */
  cpuSeconds: number;
  /** Processes and threads together. */
  processes: number;
  /** How many cores may be busy at once; fractions are allowed. */
  cpus: number;
  /** stdout and stderr together. */
  outputBytes: number;
  /** Size of the writable /tmp. */
  tmpBytes: number;
}

/** A host path that is mounted read-only. Targets are absolute; the command starts in the root of the sandbox. */
export interface SandboxMount {
  source: string;
  target: string;
}

/** A root file system for the command, mounted read-only in place of the host's programs. */
export interface SandboxImage {
  root: string;
  /** Added to the profile's environment. */
  environment: Record<string, string>;
  workingDirectory: string;
}

/** The files of a GPU that a run sees. Without a GPU, a run sees no device of the machine. */
export interface SandboxGpu {
  /** Device files; the command may open these and no others. */
  devices: readonly SandboxMount[];
  /** The driver's libraries and programs. */
  driver: readonly SandboxMount[];
  environment: Readonly<Record<string, string>>;
}

/** The folder /output, to which the command may write. It lies in memory, counts towards the run's memory, and is removed with the run. */
export interface SandboxOutput {
  bytes: number;
  files: number;
  /** Called once with a path to the folder for this process, valid from the command's first output on. */
  onFolder(path: string): void;
}

export interface SandboxSpec {
  /**
   * The program and its arguments. Paths are relative to the sandbox's root (`./model/model.onnx` for a mount on
   * `/model/model.onnx`), so that the same command also runs without a private root.
   */
  command: string[];
  mounts: SandboxMount[];
  limits: SandboxLimits;
  gpu?: SandboxGpu;
  /** A stream is passed on as data arrives; when it ends, the command's stdin ends. */
  stdin?: string | Uint8Array | Readable;
  /** Images and output folders work only with providers whose report has `images`. */
  image?: SandboxImage;
  output?: SandboxOutput;
  /** Receives stdout as it arrives; an error that it throws ends the run and is rethrown. Without it, stdout is collected. */
  onOutput?(chunk: Buffer): void;
  /** Receives stderr as it arrives. */
  onErrors?(chunk: Buffer): void;
  /** False while nothing is asked of the command, so that it may sleep. Default: something always is. */
  isAsked?(): boolean;
  signal?: AbortSignal;
}

export type LimitHit = 'memory' | 'wall' | 'cpu' | 'processes' | 'output';

export interface SandboxUsage {
  wallSeconds: number;
  /** Without a cgroup this is the last sample of a watchdog, a lower bound. */
  cpuSeconds: number;
  /** How long all of it slept although something was asked of it: neither ran nor waited for a processor or a disk. Sampled. */
  idleSeconds: number;
  /** Anonymous and shared memory, without page cache; null if the command ended before a measurement. */
  peakMemoryBytes: number | null;
}

export interface SandboxResult {
  /** null if a signal ended the command. */
  exitCode: number | null;
  signal: string | null;
  limitHit: LimitHit | null;
  usage: SandboxUsage;
  /** Empty if `onOutput` received it. */
  stdout: Buffer;
  /** The last 8 KiB of stderr, for people to read. */
  stderrTail: string;
}

/** What enforces a limit or a guarantee; 'no' if nothing does. */
export type Enforcement = 'cgroup v1' | 'cgroup v2' | 'rlimit' | 'seccomp' | 'namespace' | 'watchdog' | 'no';

export type Enforced = Record<keyof SandboxLimits | 'network' | 'files' | 'systemCalls', Enforcement>;

export interface ProbeReport {
  provider: string;
  available: boolean;
  /** Why the provider is unavailable, and the command that fixes it; both null if it is available. */
  reason: string | null;
  fix: string | null;
  version: string | null;
  enforces: Enforced;
  /** The same for container images; null if it runs none. */
  images: Enforced | null;
  warnings: string[];
}

export interface SandboxProvider {
  readonly name: string;
  probe(): Promise<ProbeReport>;
  /**
   * Runs one command to its end and cleans up. A command that fails is a result, not an error.
   * Throws PlatformFault `sandbox-unavailable` or `sandbox-broken` if the sandbox itself fails, and the signal's reason if aborted.
   */
  run(spec: SandboxSpec): Promise<SandboxResult>;
}
