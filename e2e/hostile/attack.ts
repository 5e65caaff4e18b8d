import type { SandboxLimits, SandboxMount, SandboxProvider, SandboxResult } from '@unblind/sandbox';
import { limitsFor, toolMounts } from '@unblind/sandbox';

/** What a submission tries, and what must come of it. */
export interface Attack {
  name: string;
  /** `contained`: it ran and got nothing; `refused: CODE`; `killed: LIMIT`. */
  expected: string;
  /** Returns the verdict, in the words of `expected`, or what it got. */
  run(target: Target): Promise<string>;
  /**
   * Shows that the attack bites where nothing defends: returns `got: ...` or `killed: ...`. Target has no sandbox. 'run' for an attack
   * that is harmless enough to be made as it is.
   */
  control?: 'run' | ((target: Target) => Promise<string>);
}

/** The verdict of a control whose system call this machine's kernel lacks. */
export const notInKernel = 'not in this kernel';

/** What attacks are made on, and what they are after. */
export interface Target {
  provider: SandboxProvider;
  /** On the host, for what an attack needs there; removed after it. */
  folder: string;
  /** Files of the host that nobody inside may see: truth, credentials, another submission. */
  secrets: Secrets;
  /** In the command line of whatever must not survive. */
  token: string;
}

export interface Secrets {
  /** What is in all of them, and in the runner's environment. */
  word: string;
  files: { truth: string; credentials: string; otherSubmission: string };
  /** A TCP port of this host and a Unix socket, in the file system and in the abstract name space; reached counts who came. */
  port: number;
  socketPath: string;
  abstractName: string;
  reached(): number;
}

const MiB = 1024 ** 2;

export function limits(bounds: Partial<SandboxLimits> = {}): SandboxLimits {
  return { ...limitsFor({ memoryBytes: 256 * MiB, wallSeconds: 15, cpus: 1 }), ...bounds };
}

/** Runs a command with more programs at hand than a model ever has. */
export function sandboxed(
  { provider }: Target,
  command: string[],
  { bounds = {}, mounts = [] }: { bounds?: Partial<SandboxLimits>; mounts?: SandboxMount[] } = {},
): Promise<SandboxResult> {
  return provider.run({ command, mounts: [...toolMounts(), ...mounts], limits: limits(bounds) });
}

/** The limit that ended a run, else whether it got out what it wanted. */
export function verdictOf({ limitHit, stdout }: SandboxResult, wanted: RegExp): string {
  if (limitHit !== null) return `killed: ${limitHit}`;
  const text = stdout.toString('utf8');
  return wanted.test(text) ? `got: ${text.slice(0, 80).replace(/[^\x20-\x7e]/g, ' ')}` : 'contained';
}
