import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import type { Bounds } from '../linux/bounds';
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
  nproc: 'processes',
  sigpending: 'pending signals',
};

/** The `prlimit` command that starts the sandbox. It keeps hard limits that are already lower, because only root may raise them. */
export function prlimitCommand(prlimit: string, limits: SandboxLimits, bounds: Bounds): string[] {
  const values: Record<string, number> = {
    ...profile.rlimits,
    fsize: limits.tmpBytes,
    // Counted per process, so this only helps if the watchdog is delayed.
    cpu: Math.ceil(limits.cpuSeconds) + 5,
    ...boundsAs[bounds](limits),
  };
  const current = readFileSync('/proc/self/limits', 'utf8');
  return [prlimit, ...Object.entries(values).map(([name, value]) => `--${name}=${Math.min(Math.floor(value), hardLimit(current, name))}`)];
}

const boundsAs: Record<Bounds, (limits: SandboxLimits) => Record<string, number>> = {
  group: () => ({}),
  process: ({ memoryBytes }) => ({ data: memoryBytes + profile.reservedStacks, as: memoryBytes + profile.reservedAddressSpace }),
  // Wide, because programs reserve memory that they do not use: it holds one process until the watchdog looks again. Two more
  // processes than the watchdog lets pass, one of them bubblewrap's.
  tree: ({ memoryBytes, processes }) => ({
    data: memoryBytes + profile.reservedAddressSpace,
    ...(countsByNamespace() ? { nproc: processes + 2 } : {}),
  }),
};

/** Since Linux 5.14 a limit on processes counts those of a user namespace; before that, all of the user's on the machine. */
export function countsByNamespace(version = release()): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 5 || (major === 5 && minor >= 14);
}

function hardLimit(limits: string, name: string): number {
  const hard = new RegExp(`^Max ${procName[name] ?? name}\\s+\\S+\\s+(\\d+)`, 'm').exec(limits)?.[1];
  return hard === undefined ? Infinity : Number(hard);
}
