import { PlatformFault } from '@unblind/contracts';
import type { Enforcement, ProbeReport, SandboxProvider, SandboxResult, SandboxSpec } from '../port';
import { findTrialObstacle, type Obstacle } from '../trial';
import { inspectHost, type Host } from './host';
import { runOn } from './run';

/** Isolates with bubblewrap's namespaces. A cgroup (v1 or v2) enforces the limits; without one, rlimits and a stricter filter do. */
export class BubblewrapProvider implements SandboxProvider {
  readonly name = 'bubblewrap';
  private host: Promise<Host | Obstacle> | undefined;

  async probe(): Promise<ProbeReport> {
    const host = await this.inspect();
    if ('reason' in host) return report(this.name, null, host);
    return report(this.name, host, await findTrialObstacle((spec) => runOn(host, spec)));
  }

  async run(spec: SandboxSpec): Promise<SandboxResult> {
    spec.signal?.throwIfAborted();
    const host = await this.inspect();
    if ('reason' in host) throw new PlatformFault('sandbox-unavailable', { message: host.reason, fix: host.fix });
    if ((spec.image || spec.output) && !runsImages(host))
      throw new PlatformFault('sandbox-unavailable', {
        message: 'container images need a runner that is root and has control groups',
        fix: 'Start the runner as root.',
      });
    return runOn(host, spec);
  }

  private inspect(): Promise<Host | Obstacle> {
    return (this.host ??= inspectHost());
  }
}

/** Programs with several processes need a control group, and /output is a separate file system, which only root can mount. */
const runsImages = ({ isRoot, cgroups }: Host): boolean => isRoot && cgroups !== null;

function report(provider: string, host: Host | null, obstacle: Obstacle | null): ProbeReport {
  return {
    provider,
    available: obstacle === null,
    reason: obstacle?.reason ?? null,
    fix: obstacle?.fix ?? null,
    version: host?.version ?? null,
    images: host !== null && runsImages(host),
    enforces: enforcedBy(host?.cgroups ?? null),
    warnings: host?.warnings ?? [],
  };
}

function enforcedBy(cgroups: Host['cgroups']): ProbeReport['enforces'] {
  const group: Enforcement | null = cgroups && `cgroup v${cgroups.version}`;
  return {
    memoryBytes: group ?? 'rlimit',
    wallSeconds: 'watchdog',
    cpuSeconds: 'watchdog',
    processes: group ?? 'seccomp',
    cpus: group ?? 'no',
    outputBytes: 'watchdog',
    tmpBytes: 'namespace',
    network: 'namespace',
    files: 'namespace',
    systemCalls: 'seccomp',
  };
}
