import { PlatformFault } from '@unblind/contracts';
import type { Enforced, Enforcement, ProbeReport, SandboxProvider, SandboxResult, SandboxSpec } from '../port';
import { findTrialObstacle, type Obstacle } from '../trial';
import { findRuntime } from './find-runtimes';
import { inspectOciHost, type OciHost } from './host';
import { runOnRuntime } from './run';
import type { RuntimeName } from './runtimes';

/** Runs containers with an OCI runtime in a user namespace. A control group (v1 or v2), created before the start, enforces the limits. */
export class OciProvider implements SandboxProvider {
  readonly name = 'oci';
  private host: Promise<OciHost | Obstacle> | undefined;

  constructor(readonly runtime: RuntimeName) {}

  async probe(): Promise<ProbeReport> {
    const host = await this.inspect();
    const obstacle = 'reason' in host ? host : await findTrialObstacle((spec) => runOnRuntime(host, spec));
    return this.report('reason' in host ? null : host, obstacle);
  }

  async run(spec: SandboxSpec): Promise<SandboxResult> {
    spec.signal?.throwIfAborted();
    const host = await this.inspect();
    if ('reason' in host) throw new PlatformFault('sandbox-unavailable', { message: host.reason, fix: host.fix });
    if (spec.gpu && !host.runtime.showsGpus)
      throw new PlatformFault('sandbox-unavailable', {
        message: `${this.runtime} cannot give a container access to a GPU`,
        fix: 'Start the runner without CONTAINER_RUNTIME.',
      });
    return runOnRuntime(host, spec);
  }

  private inspect(): Promise<OciHost | Obstacle> {
    return (this.host ??= inspectOciHost(this.runtime));
  }

  private report(host: OciHost | null, obstacle: Obstacle | null): ProbeReport {
    const found = findRuntime(this.runtime);
    const group: Enforcement = host ? `cgroup v${host.cgroups.version}` : 'no';
    const enforces: Enforced = {
      memoryBytes: group,
      wallSeconds: 'watchdog',
      cpuSeconds: 'watchdog',
      processes: host?.runtime.hostProcesses ? 'rlimit' : group,
      cpus: group,
      outputBytes: 'watchdog',
      tmpBytes: 'namespace',
      network: 'namespace',
      files: 'namespace',
      systemCalls: 'seccomp',
    };
    return {
      provider: this.name,
      available: obstacle === null,
      reason: obstacle?.reason ?? null,
      fix: obstacle?.fix ?? null,
      version: found && `${this.runtime} ${found.version}`,
      enforces,
      images: host && enforces,
      warnings: [],
    };
  }
}
