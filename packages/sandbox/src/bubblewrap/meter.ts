import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bounds } from '../linux/bounds';
import { processesIn, sampleCgroup, type Cgroup } from '../linux/cgroup';
import { destroyCgroup, startTime } from '../linux/cgroup-lifetime';
import { processesOf, rootOf, sampleTree } from '../linux/process-tree';
import { allAsleep } from '../linux/thread-states';
import type { SandboxSpec } from '../port';
import { sampleProcess } from '../process-meter';
import type { Sample } from '../supervise';

/** Process 1 of a sandbox as the host sees it. Its start time tells it from another that gets its id later. */
export interface FirstProcess {
  pid: number;
  started: number | null;
}

/** What measures a run and knows when all of it has ended. */
interface Meter {
  sample(): Sample;
  asleep(): boolean;
  /** Waits for the end of everything that was killed; false if that takes longer than 10 s. */
  end(): Promise<boolean>;
}

export function boundsOf({ image }: Pick<SandboxSpec, 'image'>, cgroup: Cgroup | null): Bounds {
  if (cgroup) return 'group';
  return image ? 'tree' : 'process';
}

export function meterOf(spec: SandboxSpec, cgroup: Cgroup | null, first: () => FirstProcess | null): Meter {
  if (cgroup)
    return {
      sample: () => sampleCgroup(cgroup),
      asleep: () => allAsleep(cgroup.directories.slice(0, 1).flatMap(processesIn)),
      end: () => destroyCgroup(cgroup.directories),
    };
  const pid = (): number | null => first()?.pid ?? null;
  const end = (): Promise<boolean> => hasEnded(first());
  if (!spec.image) return { sample: () => sampleProcess(pid() ?? 0, spec.limits), asleep: () => allAsleep([pid() ?? 0]), end };
  return {
    sample: () => sampleTree(pid(), spec),
    asleep: () => allAsleep(processesOf(rootOf(pid()))),
    end,
  };
}

/** Kills what a process has started. */
export function killChildren(pid: number): void {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
    for (const child of children) process.kill(Number(child), 'SIGKILL');
  } catch {
    // It has ended, or one of them has.
  }
}

/** The kernel ends process 1 of a PID namespace after all others. */
async function hasEnded(first: FirstProcess | null): Promise<boolean> {
  const deadline = Date.now() + 10_000;
  while (first !== null && first.started !== null && startTime(first.pid) === first.started) {
    if (Date.now() > deadline) return false;
    await sleep(2);
  }
  return true;
}
