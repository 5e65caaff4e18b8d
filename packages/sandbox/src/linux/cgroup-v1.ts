import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import type { SandboxLimits } from '../port';
import { readField, readText, type Cgroup, type CgroupHost } from './cgroup';
import { cgroupMounts } from './mount-info';

const controllers = ['memory', 'pids', 'cpu', 'cpuacct'] as const;
type Controller = (typeof controllers)[number];

export function openCgroupV1(): CgroupHost | { reason: string } {
  const mounts = cgroupMounts().filter((mount) => mount.version === 1);
  const parents: Partial<Record<Controller, string>> = {};
  for (const controller of controllers) {
    const mount = mounts.find((candidate) => candidate.controllers.includes(controller));
    if (!mount) return { reason: `cgroup v1 has no ${controller} controller here` };
    parents[controller] = `${mount.directory}/unblind`;
    try {
      accessSync(mount.directory, constants.W_OK);
      mkdirSync(parents[controller], { recursive: true });
    } catch {
      return { reason: `cgroup v1: ${mount.directory} is not writable for this user` };
    }
  }
  const at = (controller: Controller, name: string): string => `${parents[controller] ?? ''}/${name}`;
  return {
    version: 1,
    // cpu and cpuacct are often one hierarchy.
    parents: [...new Set(Object.values(parents))],
    elsewhere: cgroupMounts().map(({ directory }) => `${directory}/unblind`),
    create(name, limits) {
      const directories = [...new Set(controllers.map((controller) => at(controller, name)))];
      for (const directory of directories) mkdirSync(directory, { recursive: true });
      setLimits(at('memory', name), at('pids', name), at('cpu', name), limits);
      return { ...group(at('memory', name), at('pids', name), at('cpuacct', name), directories), path: `/unblind/${name}` };
    },
  };
}

function setLimits(memory: string, pids: string, cpu: string, limits: SandboxLimits): void {
  writeFileSync(`${memory}/memory.limit_in_bytes`, String(limits.memoryBytes));
  // The file is absent if the kernel does not account for swap; then swappiness 0 at least avoids swapping out the run's memory.
  if (existsSync(`${memory}/memory.memsw.limit_in_bytes`)) {
    writeFileSync(`${memory}/memory.memsw.limit_in_bytes`, String(limits.memoryBytes));
  } else writeFileSync(`${memory}/memory.swappiness`, '0');
  writeFileSync(`${pids}/pids.max`, String(limits.processes + 1));
  writeFileSync(`${cpu}/cpu.cfs_period_us`, '100000');
  writeFileSync(`${cpu}/cpu.cfs_quota_us`, String(Math.round(limits.cpus * 100_000)));
}

function group(memory: string, pids: string, cpuacct: string, directories: string[]): Omit<Cgroup, 'path'> {
  return {
    directories,
    joinFiles: directories.map((directory) => `${directory}/cgroup.procs`),
    cpuSeconds: () => Number(readText(`${cpuacct}/cpuacct.usage`)) / 1e9,
    memoryBytes: () => readField(`${memory}/memory.stat`, 'rss') + readField(`${memory}/memory.stat`, 'shmem'),
    peakBytes: () => Number(readText(`${memory}/memory.max_usage_in_bytes`)),
    outOfMemoryKills: () => readField(`${memory}/memory.oom_control`, 'oom_kill'),
    refusedForks: () => readField(`${pids}/pids.events`, 'max'),
  };
}
