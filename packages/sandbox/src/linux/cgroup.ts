import { readFileSync } from 'node:fs';
import type { LimitHit, SandboxLimits } from '../port';
import type { Sample, Supervised } from '../supervise';

/** The control group of one run. Creating it sets the limits; the launcher joins it before the run's programs start. */
export interface Cgroup {
  /** The directories of the group: one on v2, one per controller on v1. */
  readonly directories: string[];
  /** Path from the root of the hierarchy, for container runtimes. */
  readonly path: string;
  /** A process joins the group by writing its id into each of these files. */
  readonly joinFiles: string[];
  cpuSeconds(): number;
  /** Anonymous and shared memory now, in bytes. */
  memoryBytes(): number;
  /** The kernel's peak value, including page cache; null on kernels before 5.19. */
  peakBytes(): number | null;
  outOfMemoryKills(): number;
  refusedForks(): number;
}

/** Creates control groups on this host. */
export interface CgroupHost {
  readonly version: 1 | 2;
  /** The directories that contain the groups of runs. */
  readonly parents: string[];
  /** Where a container runtime creates additional groups of the same names, which are not used. */
  readonly elsewhere: string[];
  create(name: string, limits: SandboxLimits): Cgroup;
}

/** The values that the watchdog compares with the limits. */
export function sampleCgroup(cgroup: Cgroup): Sample {
  const hit: LimitHit | null = cgroup.outOfMemoryKills() > 0 ? 'memory' : cgroup.refusedForks() > 0 ? 'processes' : null;
  return { cpuSeconds: cgroup.cpuSeconds(), memoryBytes: cgroup.memoryBytes(), hit };
}

/** The peak memory of a run from samples. A kill for memory happens between two samples, so then the kernel's own peak is used. */
export function peakOf(ended: Pick<Supervised, 'limitHit' | 'peakMemoryBytes'>, cgroup: Cgroup | null): number | null {
  const kernelPeak = cgroup?.peakBytes() ?? null;
  return ended.limitHit === 'memory' ? (kernelPeak ?? ended.peakMemoryBytes) : (ended.peakMemoryBytes ?? kernelPeak);
}

export function readText(file: string): string {
  return readFileSync(file, 'utf8').trim();
}

/** The number after `key` in a file of `key value` lines; 0 if the key is absent. */
export function readField(file: string, key: string): number {
  return Number(new RegExp(`^${key} (\\d+)$`, 'm').exec(readText(file))?.[1] ?? 0);
}

/** The processes of the group. One of another PID namespace shows as 0 and is left out, because kill(0) would hit our own process group. */
export function processesIn(directory: string): number[] {
  try {
    const lines = readText(`${directory}/cgroup.procs`).split('\n');
    return lines.map(Number).filter((pid) => pid > 0);
  } catch {
    return [];
  }
}
