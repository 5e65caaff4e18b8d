import { readFileSync } from 'node:fs';
import type { SandboxLimits } from '../port';
import { profile } from '../profile';

/** The limits' names in /proc by their names in `prlimit`. */
const procName: Record<string, string> = {
  as: 'address space',
  core: 'core file size',
  cpu: 'cpu time',
  data: 'data size',
  fsize: 'file size',
  memlock: 'locked memory',
  msgqueue: 'msgqueue size',
  nofile: 'open files',
  sigpending: 'pending signals',
};

/** The `prlimit` command that starts the sandbox. It keeps hard limits that are already lower, because only root may raise them. */
export function prlimitCommand(prlimit: string, limits: SandboxLimits, hasCgroup: boolean): string[] {
  const values: Record<string, number> = {
    ...profile.rlimits,
    fsize: limits.tmpBytes,
    // Counted per process, so this only helps if the watchdog is delayed.
    cpu: Math.ceil(limits.cpuSeconds) + 5,
    ...(hasCgroup ? {} : { data: limits.memoryBytes + profile.reservedStacks, as: limits.memoryBytes + profile.reservedAddressSpace }),
  };
  const current = readFileSync('/proc/self/limits', 'utf8');
  return [prlimit, ...Object.entries(values).map(([name, value]) => `--${name}=${Math.min(Math.floor(value), hardLimit(current, name))}`)];
}

function hardLimit(limits: string, name: string): number {
  const hard = new RegExp(`^Max ${procName[name] ?? name}\\s+\\S+\\s+(\\d+)`, 'm').exec(limits)?.[1];
  return hard === undefined ? Infinity : Number(hard);
}
