import { readFileSync } from 'node:fs';
import type { SandboxLimits } from './port';
import type { Sample, Supervised } from './supervise';

const ticksPerSecond = 100; // USER_HZ, the same on every Linux that Node runs on.

/** Measures one process with all its threads, where no cgroup does. Polling: short peaks are missed. */
export function sampleProcess(pid: number, limits: SandboxLimits): Sample {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name may hold spaces and parentheses; utime and stime are fields 14 and 15.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const number = (key: string): number => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    const memoryBytes = (number('RssAnon') + number('RssShmem')) * 1024;
    const hit = memoryBytes > limits.memoryBytes ? 'memory' : number('Threads') > limits.processes ? 'processes' : null;
    return { cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond, memoryBytes, hit };
  } catch {
    return { cpuSeconds: 0, memoryBytes: 0, hit: null };
  }
}

/** What programs say when an allocation is refused: V8, C++, libc. */
const refusedAllocation = /out of memory|bad_alloc|cannot allocate memory|allocation failed/i;

/**
 * An allocation that a rlimit refused ends a program in whatever way it has for that. Where no cgroup counts kills, a failure
 * close to the limit, or one that names its reason, is taken for one. Who says so falsely only chooses another fault of his own.
 */
export function withMemoryVerdict(ended: Supervised, limits: SandboxLimits): Supervised {
  if (ended.exitCode === 0 || ended.limitHit !== null) return ended;
  const closeToLimit = (ended.peakMemoryBytes ?? 0) > 0.8 * limits.memoryBytes;
  return closeToLimit || refusedAllocation.test(ended.stderrTail) ? { ...ended, limitHit: 'memory' } : ended;
}
