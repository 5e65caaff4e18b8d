import { PlatformFault } from '@unblind/contracts';
import type { SandboxResult, SandboxSpec } from './port';
import { limitsFor } from './profile';

/** What is in the way of a sandbox. */
export interface Obstacle {
  reason: string;
  /** The command that removes it. */
  fix: string;
}

/** What stops the smallest possible run; null when it works. */
export async function obstacleOnTrial(run: (spec: SandboxSpec) => Promise<SandboxResult>): Promise<Obstacle | null> {
  try {
    const limits = limitsFor({ memoryBytes: 2 ** 28, wallSeconds: 20, cpus: 1 });
    const { exitCode, stderrTail } = await run({ command: ['true'], mounts: [], limits });
    return exitCode === 0 ? null : { reason: `a trial run of \`true\` failed: ${stderrTail}`, fix: 'Run `unblind runner doctor`.' };
  } catch (error) {
    if (!(error instanceof PlatformFault)) throw error;
    return { reason: error.detail.message, fix: error.detail.fix };
  }
}
