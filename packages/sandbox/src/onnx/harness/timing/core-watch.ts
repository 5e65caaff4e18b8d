import { openSync, readFileSync, readSync, readdirSync } from 'node:fs';

/**
 * Measures how long this process waited because another process used its core. On a single core this is the time for which the kernel
 * counts threads as ready but waiting (the second number of schedstat, in ns). With several cores the waits of threads overlap, so
 * the time is unknown; then, and if the kernel does not count, it is 0.
 */
export class CoreWatch {
  private readonly files: number[] = [];
  private readonly buffer = Buffer.alloc(64);

  /** Watches the threads that exist now. */
  constructor() {
    if (!/Cpus_allowed_list:\s+\d+\s/.test(readFileSync('/proc/self/status', 'utf8'))) return;
    for (const thread of readdirSync('/proc/self/task')) {
      try {
        this.files.push(openSync(`/proc/self/task/${thread}/schedstat`, 'r'));
      } catch {
        continue; // The thread has just ended, or the kernel does not count.
      }
    }
  }

  /** Total waiting time of all threads since they started, in seconds. */
  waited(): number {
    let nanoseconds = 0;
    for (const file of this.files) {
      const length = readSync(file, this.buffer, 0, 64, 0);
      nanoseconds += Number(this.buffer.toString('latin1', 0, length).split(' ')[1] ?? 0);
    }
    return nanoseconds / 1e9;
  }
}
