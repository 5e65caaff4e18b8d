import { PlatformFault } from '@unblind/contracts';
import { nodeCommand, nodeMounts } from './node-mounts';
import type { SandboxResult, SandboxSpec } from './port';
import { limitsFor } from './profile';

/** Why a sandbox cannot run. */
export interface Obstacle {
  reason: string;
  /** The command that fixes it. */
  fix: string;
}

/** Starts Node in the sandbox; returns why that failed, or null if it worked. */
export async function findTrialObstacle(run: (spec: SandboxSpec) => Promise<SandboxResult>): Promise<Obstacle | null> {
  try {
    const limits = limitsFor({ memoryBytes: 2 ** 28, wallSeconds: 20, cpus: 1 });
    const { exitCode, stderrTail } = await run({ command: [nodeCommand, '--version'], mounts: nodeMounts(), limits });
    return exitCode === 0 ? null : explainTrial(stderrTail);
  } catch (error) {
    if (!(error instanceof PlatformFault)) throw error;
    return { reason: error.detail.message, fix: error.detail.fix };
  }
}

/** A sandbox shows the folders that the dynamic linker knows, and no other folder of libraries. */
export function explainTrial(stderr: string): Obstacle {
  const [, library] = /error while loading shared libraries: ([^:\s]+)/.exec(stderr) ?? [];
  if (library !== undefined)
    return {
      reason: `Node does not start in the sandbox: ${library} lies in no folder of libraries that the dynamic linker knows`,
      fix: `Name the folder of ${library} in a file of /etc/ld.so.conf.d, run ldconfig as root, and start the runner again.`,
    };
  return { reason: `Node does not start in the sandbox: ${stderr.trim() || 'it gave no reason'}`, fix: 'Run `unblind runner doctor`.' };
}
