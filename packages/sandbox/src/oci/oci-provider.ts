import { PlatformFault } from '@unblind/contracts';
import type { Obstacle } from '../bubblewrap/explain-failure';
import type { Enforcement, ProbeReport, SandboxProvider, SandboxResult, SandboxSpec } from '../port';
import { limitsFor } from '../profile';
import { inspectOciHost, type OciHost } from './host';
import { runtimesNotUsed } from './other-runtimes';
import { runOnRuntime } from './run';

/** Containers by runc, in a user namespace, with the limits of a control group (v1 or v2) that is made before it starts. */
export class OciProvider implements SandboxProvider {
  readonly name = 'oci';
  private host: Promise<OciHost | Obstacle> | undefined;

  async probe(): Promise<ProbeReport> {
    const host = await this.inspect();
    if ('reason' in host) return report(this.name, null, host);
    return report(this.name, host, await obstacleOnTrial(host));
  }

  async run(spec: SandboxSpec): Promise<SandboxResult> {
    spec.signal?.throwIfAborted();
    const host = await this.inspect();
    if ('reason' in host) throw new PlatformFault('sandbox-unavailable', { message: host.reason, fix: host.fix });
    return runOnRuntime(host, spec);
  }

  private inspect(): Promise<OciHost | Obstacle> {
    return (this.host ??= inspectOciHost());
  }
}

/** What stops the smallest possible run; null when it works. */
async function obstacleOnTrial(host: OciHost): Promise<Obstacle | null> {
  try {
    const limits = limitsFor({ memoryBytes: 2 ** 28, wallSeconds: 20, cpus: 1 });
    const { exitCode, stderrTail } = await runOnRuntime(host, { command: ['true'], mounts: [], limits });
    return exitCode === 0 ? null : { reason: `a trial run of \`true\` failed: ${stderrTail}`, fix: 'Run `npx unblind runner doctor`.' };
  } catch (error) {
    if (!(error instanceof PlatformFault)) throw error;
    return { reason: error.detail.message, fix: error.detail.fix };
  }
}

function report(provider: string, host: OciHost | null, obstacle: Obstacle | null): ProbeReport {
  const group: Enforcement = host ? `cgroup v${host.cgroups.version}` : 'no';
  return {
    provider,
    available: obstacle === null,
    reason: obstacle?.reason ?? null,
    fix: obstacle?.fix ?? null,
    version: host ? `runc ${host.version}` : null,
    images: host !== null,
    enforces: {
      memoryBytes: group,
      wallSeconds: 'watchdog',
      cpuSeconds: 'watchdog',
      processes: group,
      cpus: group,
      outputBytes: 'watchdog',
      tmpBytes: 'namespace',
      network: 'namespace',
      files: 'namespace',
      systemCalls: 'seccomp',
    },
    warnings: runtimesNotUsed(),
  };
}
