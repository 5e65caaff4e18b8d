import { PlatformFault } from '@unblind/contracts';
import type { SandboxResult, SandboxSpec } from './port';
import { limitsFor } from './profile';

/** Why a sandbox cannot run. */
export interface Obstacle {
  reason: string;
  /** The command that fixes it. */
  fix: string;
}

/** Runs `true` in the sandbox; returns why that failed, or null if it worked. */
export async function findTrialObstacle(run: (spec: SandboxSpec) => Promise<SandboxResult>): Promise<Obstacle | null> {
  try {
    const limits = limitsFor({ memoryBytes: 2 ** 28, wallSeconds: 20, cpus: 1 });
    const { exitCode, stderrTail } = await run({ command: ['true'], mounts: [], limits });
    return exitCode === 0 ? null : { reason: `a trial run of \`true\` failed: ${stderrTail}`, fix: 'Run `unblind runner doctor`.' };
  } catch (error) {
    if (!(error instanceof PlatformFault)) throw error;
    return { reason: error.detail.message, fix: error.detail.fix };
  }
}
