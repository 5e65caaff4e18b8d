import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PlatformFault } from '@unblind/contracts';
import { endOf } from '../end-of-process';
import { bashFlags, closeDescriptorsAbove } from '../inherited-descriptors';
import { allAsleep } from '../linux/thread-states';
import type { ProbeReport, SandboxProvider, SandboxResult, SandboxSpec } from '../port';
import { sampleProcess, withMemoryVerdict } from '../process-meter';
import { profile } from '../profile';
import { supervise, type Sample } from '../supervise';

/**
 * No sandbox: only rlimits and watchdogs, with the caller's user, files and network. Meant for one's own models if no sandbox is
 * available; it is never chosen unless requested by name.
 */
export class UnsafeLocalProvider implements SandboxProvider {
  readonly name = 'unsafe-local';

  probe(): Promise<ProbeReport> {
    return Promise.resolve({
      provider: this.name,
      available: true,
      reason: null,
      fix: null,
      version: null,
      images: null,
      enforces: {
        memoryBytes: 'rlimit',
        wallSeconds: 'watchdog',
        cpuSeconds: 'watchdog',
        processes: 'watchdog',
        cpus: 'no',
        outputBytes: 'watchdog',
        tmpBytes: 'no',
        network: 'no',
        files: 'no',
        systemCalls: 'no',
      },
      warnings: ['there is no sandbox: a model can read what you can read'],
    });
  }

  async run(spec: SandboxSpec): Promise<SandboxResult> {
    spec.signal?.throwIfAborted();
    if (spec.image || spec.output)
      throw new PlatformFault('sandbox-unavailable', {
        message: 'container images cannot run without a sandbox',
        fix: 'Run `unblind runner doctor`.',
      });
    const root = mkdtempSync(join(tmpdir(), 'unblind-unsafe-'));
    try {
      for (const { source, target } of spec.mounts) {
        mkdirSync(dirname(join(root, target)), { recursive: true });
        symlinkSync(realpathSync(source), join(root, target));
      }
      return await runIn(root, spec);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  }
}

async function runIn(root: string, spec: SandboxSpec): Promise<SandboxResult> {
  const { limits } = spec;
  const dataKibibytes = Math.ceil((limits.memoryBytes + profile.reservedStacks) / 1024);
  const environment = Object.entries(profile.environment)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
  const script = `ulimit -c 0; ulimit -d ${dataKibibytes} 2>/dev/null; ulimit -t ${Math.ceil(limits.cpuSeconds) + 5}; ${closeDescriptorsAbove(2)} exec env -i ${environment} "$@"`;
  const child = spawn('bash', [...bashFlags, '-c', script, 'launcher', ...spec.command], {
    env: {},
    cwd: root,
    stdio: [spec.stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  // Kills the whole process group. A process that made its own group escapes, which is one reason why this is called unsafe.
  const kill = (): void => killGroup(child.pid);
  const sample = (): Sample => sampleProcess(child.pid ?? 0, limits);
  const asleep = (): boolean => child.pid !== undefined && allAsleep([child.pid]);
  const ended = withMemoryVerdict(await supervise(child, { spec, sample, asleep, kill }).finally(kill), limits);
  const { limitHit, stdout, stderrTail, wallSeconds, cpuSeconds, idleSeconds, peakMemoryBytes } = ended;
  return { ...endOf(ended), limitHit, stdout, stderrTail, usage: { wallSeconds, cpuSeconds, idleSeconds, peakMemoryBytes } };
}

function killGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, 'SIGKILL');
  } catch {
    // The group has already ended.
  }
}
