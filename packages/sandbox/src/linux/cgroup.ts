import { readFileSync } from 'node:fs';
import type { LimitHit, SandboxLimits } from '../port';
import type { Sample, Supervised } from '../supervise';

/** One run's control group. Creating it sets the limits; the launcher joins it before anything of the run starts. */
export interface Cgroup {
  /** The directories that make it up: one on v2, one per controller on v1. */
  readonly directories: string[];
  /** From the root of the hierarchy, as container runtimes name it. */
  readonly path: string;
  /** A process enters by writing its id into each. */
  readonly joinFiles: string[];
  cpuSeconds(): number;
  /** Anonymous and shared memory now, in bytes. */
  memoryBytes(): number;
  /** The kernel's own high-water mark, page cache included; null on kernels before 5.19. */
  peakBytes(): number | null;
  outOfMemoryKills(): number;
  refusedForks(): number;
}

/** A place of the host where control groups can be made. */
export interface CgroupHost {
  readonly version: 1 | 2;
  /** The directories whose children are runs. */
  readonly parents: string[];
  /** Where a container runtime makes groups of the same names beside those, which nobody reads. */
  readonly elsewhere: string[];
  create(name: string, limits: SandboxLimits): Cgroup;
}

/** What the watchdog looks at. */
export function sampleCgroup(cgroup: Cgroup): Sample {
  const hit: LimitHit | null = cgroup.outOfMemoryKills() > 0 ? 'memory' : cgroup.refusedForks() > 0 ? 'processes' : null;
  return { cpuSeconds: cgroup.cpuSeconds(), memoryBytes: cgroup.memoryBytes(), hit };
}

/** The peak of a run that was measured now and then: a kill for memory comes between two samples, there the kernel's own mark is the right one. */
export function peakOf(ended: Pick<Supervised, 'limitHit' | 'peakMemoryBytes'>, cgroup: Cgroup | null): number | null {
  const kernelPeak = cgroup?.peakBytes() ?? null;
  return ended.limitHit === 'memory' ? (kernelPeak ?? ended.peakMemoryBytes) : (ended.peakMemoryBytes ?? kernelPeak);
}

export function readText(file: string): string {
  return readFileSync(file, 'utf8').trim();
}

/** The number after `key` in a file of `key value` lines; 0 where it is absent. */
export function readField(file: string, key: string): number {
  return Number(new RegExp(`^${key} (\\d+)$`, 'm').exec(readText(file))?.[1] ?? 0);
}

/** Those that this process can name: one of another PID namespace shows as 0, which a kill would take for our own group. */
export function processesIn(directory: string): number[] {
  try {
    const lines = readText(`${directory}/cgroup.procs`).split('\n');
    return lines.map(Number).filter((pid) => pid > 0);
  } catch {
    return [];
  }
}
