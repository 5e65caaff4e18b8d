import { openSync, readFileSync, readSync, readdirSync } from 'node:fs';

/**
 * How long this process stood still because another one had its core. Bound to one core, that is what the kernel counts while a
 * thread is ready and waits (schedstat, the second number, in ns). With more cores the threads' waits overlap and nothing can be
 * said, nor where the kernel does not count: then it is 0.
 */
export class CoreWatch {
  private readonly files: number[] = [];
  private readonly buffer = Buffer.alloc(64);

  /** Of the threads that there are now. */
  constructor() {
    if (!/Cpus_allowed_list:\s+\d+\s/.test(readFileSync('/proc/self/status', 'utf8'))) return;
    for (const thread of readdirSync('/proc/self/task')) {
      try {
        this.files.push(openSync(`/proc/self/task/${thread}/schedstat`, 'r'));
      } catch {
        continue; // it has just ended, or the kernel does not count
      }
    }
  }

  /** Seconds since each thread began. */
  waited(): number {
    let nanoseconds = 0;
    for (const file of this.files) {
      const length = readSync(file, this.buffer, 0, 64, 0);
      nanoseconds += Number(this.buffer.toString('latin1', 0, length).split(' ')[1] ?? 0);
    }
    return nanoseconds / 1e9;
  }
}
