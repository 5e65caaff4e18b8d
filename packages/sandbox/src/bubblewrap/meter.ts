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

const stopPolls = 200;

/**
 * Kills a process and what it has started. It is stopped first: a process 1 that bubblewrap starts after its children were listed would
 * have no parent, wait for it for ever, and hold the pipes of the run.
 */
export function killWithChildren(pid: number): void {
  signal(pid, 'SIGSTOP');
  for (let poll = 0; poll < stopPolls && isRunning(pid); poll++) Atomics.wait(pause, 0, 0, 1);
  for (const child of childrenOf(pid)) signal(child, 'SIGKILL');
  signal(pid, 'SIGKILL');
}

const pause = new Int32Array(new SharedArrayBuffer(4));

function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^[TtZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended.
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
