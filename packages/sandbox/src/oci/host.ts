import { readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Obstacle } from '../trial';
import type { CgroupHost } from '../linux/cgroup';
import { isAlive, sweepCgroups } from '../linux/cgroup-lifetime';
import { findCgroups } from '../linux/find-cgroups';
import { seccompArchitecture } from '../linux/seccomp';
import { findProgram } from '../programs';
import { findRuntime } from './find-runtimes';
import { runtimes, type Runtime, type RuntimeName } from './runtimes';

/** What the OCI provider found on this host. */
export interface OciHost {
  runtime: Runtime;
  programs: { runtime: string; bash: string; unshare: string };
  cgroups: CgroupHost;
}

export async function inspectOciHost(name: RuntimeName): Promise<OciHost | Obstacle> {
  if (process.platform !== 'linux') return { reason: 'containers need Linux', fix: 'Use a Linux machine as runner.' };
  if (seccompArchitecture() === null)
    return { reason: `no system-call filter for ${process.arch}`, fix: 'Use an x86_64 or arm64 machine as runner.' };
  const runtime = runtimes[name];
  const found = findRuntime(name);
  const [bash, unshare] = ['bash', 'unshare'].map(findProgram);
  if (!found) return { reason: `${name} is not installed`, fix: `apt-get install ${name}` };
  if (!bash || !unshare) return { reason: 'bash or util-linux (unshare) is not installed', fix: 'apt-get install bash util-linux' };
  if (found.isTooOld) return { reason: `${name} ${found.version} is older than ${runtime.oldest.join('.')}`, fix: runtime.update };
  // Without a control group, rootless runtimes print a warning and continue, so no limit would be enforced.
  if (process.getuid?.() !== 0)
    return {
      reason: 'the limits on memory, processes and cores of a container need control groups, which need root',
      fix: 'Start the runner as root.',
    };
  const cgroups = findCgroups();
  if ('reason' in cgroups)
    return {
      reason: `there are no control groups to enforce the limits (${cgroups.reason})`,
      fix: 'Give the runner control groups of its own.',
    };
  await sweepCgroups(cgroups);
  sweepBundles();
  return { runtime, programs: { runtime: found.program, bash, unshare }, cgroups };
}

/** Removes the bundles of killed runners. */
function sweepBundles(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = /^unblind-oci-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}
