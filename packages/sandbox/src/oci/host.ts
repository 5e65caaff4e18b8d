import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Obstacle } from '../trial';
import type { CgroupHost } from '../linux/cgroup';
import { isAlive, isStale, sweepCgroups } from '../linux/cgroup-lifetime';
import { findCgroups } from '../linux/find-cgroups';
import { seccompArchitecture } from '../linux/seccomp';
import { findProgram } from '../programs';

/** What the OCI provider found on this host. */
export interface OciHost {
  programs: { runc: string; bash: string; unshare: string };
  version: string;
  cgroups: CgroupHost;
  /** Where the runtime keeps its own state. */
  stateFolder: string;
}

/** Before 1.1 runc cannot keep the control group of what has ended, and with it what was used. */
const oldest = [1, 1] as const;

export async function inspectOciHost(): Promise<OciHost | Obstacle> {
  if (process.platform !== 'linux') return { reason: 'containers need Linux', fix: 'Use a Linux machine as runner.' };
  if (seccompArchitecture() === null)
    return { reason: `no system-call filter for ${process.arch}`, fix: 'Use an x86_64 or arm64 machine as runner.' };
  const [runc, bash, unshare] = ['runc', 'bash', 'unshare'].map(findProgram);
  if (!runc) return { reason: 'runc is not installed', fix: 'apt-get install runc' };
  if (!bash || !unshare) return { reason: 'bash or util-linux (unshare) is not installed', fix: 'apt-get install bash util-linux' };
  const version = /\d+\.\d+(\.\d+)?/.exec(spawnSync(runc, ['--version'], { env: {}, encoding: 'utf8' }).stdout ?? '')?.[0] ?? '0.0';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1]))
    return { reason: `runc ${version} is older than ${oldest.join('.')}`, fix: 'Install a newer runc.' };
  // Rootless runtimes warn and go on where a control group cannot be had: there every limit would be an empty promise.
  if (process.getuid?.() !== 0)
    return {
      reason: 'memory, processes and cores of a container are bounded by control groups, which need root',
      fix: 'Start the runner as root.',
    };
  const cgroups = findCgroups();
  if ('reason' in cgroups)
    return {
      reason: `no control groups, so that no limit would hold (${cgroups.reason})`,
      fix: 'Give the runner control groups of its own.',
    };
  await sweepCgroups(cgroups);
  const stateFolder = '/run/unblind-oci';
  mkdirSync(stateFolder, { recursive: true, mode: 0o700 });
  sweep(runc, stateFolder);
  return { programs: { runc, bash, unshare }, version, cgroups, stateFolder };
}

/** Removes what killed runners left: the runtime's records, with control groups that only it made, and bundles. */
function sweep(runc: string, stateFolder: string): void {
  for (const name of readdirSync(stateFolder).filter(isStale))
    spawnSync(runc, ['--root', stateFolder, 'delete', '--force', name], { env: {} });
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = /^unblind-oci-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}
