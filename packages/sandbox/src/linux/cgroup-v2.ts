import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { SandboxLimits } from '../port';
import { processesIn, readField, readText, type Cgroup, type CgroupHost } from './cgroup';
import { cgroupMounts } from './mount-info';

const controllers = ['memory', 'pids', 'cpu'] as const;

/**
 * The groups of runs are created under `unblind` in the root of the hierarchy if this process may write there (as root), else in its
 * own group if that was delegated to it (a systemd unit with Delegate=yes).
 */
export function openCgroupV2(): CgroupHost | { reason: string } {
  const mount = cgroupMounts().find((candidate) => candidate.version === 2);
  if (!mount) return { reason: 'cgroup v2 is not mounted' };
  const available = readText(`${mount.directory}/cgroup.controllers`).split(' ');
  const missing = controllers.filter((controller) => !available.includes(controller));
  if (missing.length > 0) return { reason: `cgroup v2 has no ${missing.join(', ')} controller here` };
  let reason = '';
  for (const parent of [...new Set([mount.directory, join(mount.directory, ownGroup())])]) {
    try {
      return {
        version: 2,
        parents: [prepare(parent)],
        elsewhere: [],
        create: (name, limits) => create(mount.directory, join(parent, 'unblind', name), limits),
      };
    } catch (error) {
      reason = `cgroup v2: ${parent} is not delegated to this user (${error instanceof Error ? error.message : String(error)})`;
    }
  }
  return { reason };
}

/** The group of this process before `prepare` moved it one level down. */
function ownGroup(): string {
  const path = /^0::(.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1] ?? '/';
  return basename(path) === 'unblind-host' ? dirname(path) : path;
}

function prepare(parent: string): string {
  accessSync(parent, constants.W_OK); // Checked on the parent, because an existing folder `unblind` may belong to root.
  const folder = join(parent, 'unblind');
  mkdirSync(folder, { recursive: true });
  try {
    enableControllers(parent);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EBUSY')) throw error;
    // Only a group without processes can enable controllers for its children, so its processes move one level down.
    const host = join(parent, 'unblind-host');
    mkdirSync(host, { recursive: true });
    for (const pid of processesIn(parent)) writeFileSync(`${host}/cgroup.procs`, String(pid));
    enableControllers(parent);
  }
  enableControllers(folder);
  return folder;
}

function enableControllers(directory: string): void {
  const enabled = readText(`${directory}/cgroup.subtree_control`).split(' ');
  const wanted = controllers.filter((controller) => !enabled.includes(controller));
  if (wanted.length > 0) writeFileSync(`${directory}/cgroup.subtree_control`, wanted.map((name) => `+${name}`).join(' '));
}

function create(hierarchy: string, directory: string, limits: SandboxLimits): Cgroup {
  mkdirSync(directory);
  const set = (file: string, value: string | number): void => writeFileSync(`${directory}/${file}`, String(value));
  set('memory.max', limits.memoryBytes);
  if (existsSync(`${directory}/memory.swap.max`)) set('memory.swap.max', 0);
  set('memory.oom.group', 1);
  set('pids.max', limits.processes + 1);
  set('cpu.max', `${Math.round(limits.cpus * 100_000)} 100000`);
  return {
    directories: [directory],
    path: `/${relative(hierarchy, directory)}`,
    joinFiles: [`${directory}/cgroup.procs`],
    cpuSeconds: () => readField(`${directory}/cpu.stat`, 'usage_usec') / 1e6,
    memoryBytes: () => readField(`${directory}/memory.stat`, 'anon') + readField(`${directory}/memory.stat`, 'shmem'),
    peakBytes: () => (existsSync(`${directory}/memory.peak`) ? Number(readText(`${directory}/memory.peak`)) : null),
    outOfMemoryKills: () => readField(`${directory}/memory.events`, 'oom_kill'),
    refusedForks: () => readField(`${directory}/pids.events`, 'max'),
  };
}
