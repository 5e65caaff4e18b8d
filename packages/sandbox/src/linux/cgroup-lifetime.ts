import { existsSync, readdirSync, readlinkSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processesIn, readText, type CgroupHost } from './cgroup';

export function killAll(directory: string): number {
  const processes = processesIn(directory);
  for (const pid of processes) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // The process has ended in the meantime.
    }
  }
  return processes.length;
}

/** Kills all processes in the group, then removes its directories. Returns false if that takes longer than 10 s. */
export async function destroyCgroup(directories: readonly string[]): Promise<boolean> {
  const deadline = Date.now() + 10_000;
  let left = [...directories];
  for (;;) {
    left = left.filter((directory) => killAll(directory) > 0 || !removed(directory));
    if (left.length === 0 || Date.now() > deadline) return left.length === 0;
    await sleep(2);
  }
}

function removed(directory: string): boolean {
  try {
    rmdirSync(directory);
    return true;
  } catch {
    return !existsSync(directory); // A container runtime may have removed it.
  }
}

/**
 * The name identifies the runner process (PID namespace, process id, start time), so that the next start can distinguish the groups
 * of a killed runner from those of a running one.
 */
export function cgroupName(counter: number): string {
  return `${processMark()}-${counter}`;
}

export const processMark = (): string => `${pidNamespace()}-${process.pid}-${startTime(process.pid) ?? 0}`;

/** True if the process that made this mark belonged to this PID namespace and no longer exists. */
export function isStale(name: string): boolean {
  const [namespace, pid, started] = name.split('-');
  return namespace === pidNamespace() && startTime(Number(pid)) !== Number(started);
}

const pidNamespace = (): string => /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';

export const isAlive = (pid: number): boolean => startTime(pid) !== null;

/** null if there is no such process, or it is a zombie. */
export function startTime(pid: number): number | null {
  try {
    const stat = readText(`/proc/${pid}/stat`);
    // The command name, the 2nd field, may hold spaces and parentheses. State is the 3rd field, start time the 22nd.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? null : Number(fields[19]);
  } catch {
    return null;
  }
}

/** Ends and removes the groups of runners that were killed before they could clean up. */
export async function sweepCgroups(host: CgroupHost): Promise<void> {
  for (const parent of [...host.parents, ...host.elsewhere].filter((directory) => existsSync(directory))) {
    const stale = readdirSync(parent, { withFileTypes: true }).filter((entry) => entry.isDirectory() && isStale(entry.name));
    await destroyCgroup(stale.map((entry) => join(parent, entry.name)));
  }
}
