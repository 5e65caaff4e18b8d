import { spawn } from 'node:child_process';
import { PlatformFault } from '@unblind/contracts';

export interface Lease {
  /** Aborts when the lease is gone although nobody gave it back. */
  lost: AbortSignal;
  release(): Promise<void>;
}

/**
 * Locks the two files with flock. 8 is a turnstile: whoever waits for the machine alone stands in it, so that those who would share
 * it queue up behind and cannot starve the one who waits. Ends with its input, hence with the process that started it. To lock a
 * file it is enough to read it: runners of different users share one.
 */
const script = `
touch "$1" "$1.turn" 2>/dev/null
exec 8<"$1.turn" 9<"$1"
flock 8 && flock "$2" 9 && exec 8<&- && echo held && exec cat >/dev/null
`;

/**
 * Who computes on this machine, over all runner processes on it: many that do not mind each other, or one that must be alone. The
 * kernel holds the locks, so that those of a process that was killed are free at once.
 *
 * @param path of a file that all runners of the machine see
 */
export class HostLease {
  constructor(private readonly path: string) {}

  /** Beside others. */
  shared(signal: AbortSignal): Promise<Lease> {
    return this.take('--shared', signal);
  }

  /** Alone. */
  exclusive(signal: AbortSignal): Promise<Lease> {
    return this.take('--exclusive', signal);
  }

  private async take(mode: string, signal: AbortSignal): Promise<Lease> {
    signal.throwIfAborted();
    const holder = spawn('/bin/sh', ['-c', script, 'lease', this.path, mode], { stdio: ['pipe', 'pipe', 'ignore'], detached: true });
    const ended = new Promise<void>((done) => {
      holder.once('exit', () => done());
      holder.once('error', () => done());
    });
    // The shell may wait in flock, a process of its own.
    const end = (): void => {
      if (holder.pid !== undefined && holder.exitCode === null && holder.signalCode === null) process.kill(-holder.pid, 'SIGKILL');
    };
    signal.addEventListener('abort', end, { once: true });
    const held = await Promise.race([
      new Promise<boolean>((done) => holder.stdout.once('data', () => done(true))),
      ended.then(() => false),
    ]);
    signal.removeEventListener('abort', end);
    signal.throwIfAborted();
    if (!held)
      throw new PlatformFault('internal', {
        message: `The lease of this machine (${this.path}) cannot be taken.`,
        fix: 'Install util-linux (flock), and set HOST_LEASE to a file that this runner may write.',
      });
    const lost = new AbortController();
    let given = false;
    void ended.then(() => given || lost.abort(leaseLost(this.path)));
    return {
      lost: lost.signal,
      release() {
        given = true;
        end();
        return ended;
      },
    };
  }
}

function leaseLost(path: string): PlatformFault {
  return new PlatformFault('runner-lost', {
    message: `The lease of this machine (${path}) was lost.`,
    fix: 'Nothing is wrong with your file. The run is repeated.',
  });
}

/** Does the work while the lease is held. */
export async function under<T>(lease: Promise<Lease>, work: (lost: AbortSignal) => Promise<T>): Promise<T> {
  const held = await lease;
  try {
    return await work(held.lost);
  } finally {
    await held.release();
  }
}
