import { PlatformFault } from '@unblind/contracts';
import type { Enforcement, ProbeReport, SandboxProvider, SandboxResult, SandboxSpec } from '../port';
import { obstacleOnTrial, type Obstacle } from '../trial';
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
    return report(this.name, host, await obstacleOnTrial((spec) => runOnRuntime(host, spec)));
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
