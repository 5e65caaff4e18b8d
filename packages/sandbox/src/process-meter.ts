import { readFileSync } from 'node:fs';
import type { SandboxLimits } from './port';
import type { Sample, Supervised } from './supervise';

const ticksPerSecond = 100; // USER_HZ, which is the same on every Linux that Node supports.

/** Measures one process with all its threads, if there is no cgroup. It polls, so it misses short peaks. */
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

/** Messages of V8, C++ and libc for a failed allocation. */
const refusedAllocation = /out of memory|bad_alloc|cannot allocate memory|allocation failed/i;

/**
 * An rlimit only makes allocations fail, and programs end in different ways after that. Without a cgroup, which counts kills for
 * memory, a failure close to the memory limit, or with a message about memory, counts as a memory limit. A program that fakes such a
 * message only gets a different fault of its own.
 */
export function withMemoryVerdict(ended: Supervised, limits: SandboxLimits): Supervised {
  if (ended.exitCode === 0 || ended.limitHit !== null) return ended;
  const closeToLimit = (ended.peakMemoryBytes ?? 0) > 0.8 * limits.memoryBytes;
  return closeToLimit || refusedAllocation.test(ended.stderrTail) ? { ...ended, limitHit: 'memory' } : ended;
}
