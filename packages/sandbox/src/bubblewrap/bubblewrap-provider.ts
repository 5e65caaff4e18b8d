import { PlatformFault } from '@unblind/contracts';
import type { Enforced, Enforcement, ProbeReport, SandboxProvider, SandboxResult, SandboxSpec } from '../port';
import { findTrialObstacle, type Obstacle } from '../trial';
import { inspectHost, type Host } from './host';
import { countsByNamespace } from './rlimits';
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
      throw new PlatformFault('sandbox-unavailable', { message: 'root runs container images only with control groups', fix: withoutRoot });
    return runOn(host, spec);
  }

  private inspect(): Promise<Host | Obstacle> {
    return (this.host ??= inspectHost());
  }
}

const withoutRoot = 'Give the runner control groups of its own, or start it as an ordinary user.';

/** A user without root has namespaces of its own for what an image needs; the processes of root's user 61000 could not be told apart. */
const runsImages = ({ isRoot, cgroups }: Host): boolean => !isRoot || cgroups !== null;

function report(provider: string, host: Host | null, obstacle: Obstacle | null): ProbeReport {
  const cgroups = host?.cgroups ?? null;
  return {
    provider,
    available: obstacle === null,
    reason: obstacle?.reason ?? null,
    fix: obstacle?.fix ?? null,
    version: host?.version ?? null,
    enforces: enforcedBy(cgroups, 'process'),
    images: host !== null && runsImages(host) ? enforcedBy(cgroups, 'tree') : null,
    warnings: host?.warnings ?? [],
  };
}

function enforcedBy(cgroups: Host['cgroups'], otherwise: 'process' | 'tree'): Enforced {
  const group: Enforcement | null = cgroups && `cgroup v${cgroups.version}`;
  const tree = otherwise === 'tree';
  return {
    memoryBytes: group ?? (tree ? 'watchdog' : 'rlimit'),
    wallSeconds: 'watchdog',
    cpuSeconds: 'watchdog',
    processes: group ?? (tree ? (countsByNamespace() ? 'rlimit' : 'watchdog') : 'seccomp'),
    cpus: group ?? 'no',
    outputBytes: 'watchdog',
    tmpBytes: 'namespace',
    network: 'namespace',
    files: 'namespace',
    systemCalls: 'seccomp',
  };
}
