import { PlatformFault } from '@unblind/contracts';
import type { Enforcement, ProbeReport, SandboxProvider, SandboxResult, SandboxSpec } from '../port';
import { obstacleOnTrial, type Obstacle } from '../trial';
import { inspectHost, type Host } from './host';
import { runOn } from './run';

/** Namespaces by bubblewrap, limits by a cgroup (v1 or v2) or, where there is none, by rlimits and a stricter filter. */
export class BubblewrapProvider implements SandboxProvider {
  readonly name = 'bubblewrap';
  private host: Promise<Host | Obstacle> | undefined;

  async probe(): Promise<ProbeReport> {
    const host = await this.inspect();
    if ('reason' in host) return report(this.name, null, host);
    return report(this.name, host, await obstacleOnTrial((spec) => runOn(host, spec)));
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

/** Programs of several processes need a control group, and /output is a file system of its own, which only root mounts. */
const runsImages = ({ isRoot, cgroups }: Host): boolean => isRoot && cgroups !== null;

function report(provider: string, host: Host | null, obstacle: Obstacle | null): ProbeReport {
  const group: Enforcement = host?.cgroups ? `cgroup v${host.cgroups.version}` : 'no';
  return {
    provider,
    available: obstacle === null,
    reason: obstacle?.reason ?? null,
    fix: obstacle?.fix ?? null,
    version: host?.version ?? null,
    images: host !== null && runsImages(host),
    enforces: {
      memoryBytes: host?.cgroups ? group : 'rlimit',
      wallSeconds: 'watchdog',
      cpuSeconds: 'watchdog',
      processes: host?.cgroups ? group : 'seccomp',
      cpus: group,
      outputBytes: 'watchdog',
      tmpBytes: 'namespace',
      network: 'namespace',
      files: 'namespace',
      systemCalls: 'seccomp',
    },
    warnings: host?.warnings ?? [],
  };
}
