import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { PlatformFault } from '@unblind/contracts';
import { openLeaseFile } from './lease-files';

export interface Lease {
  /** Aborts when the lease is lost without having been released. */
  lost: AbortSignal;
  release(): Promise<void>;
}

/** Locks the file that it inherits as descriptor 3. Ends when its input closes, that is, with the process that started it. */
const script = `flock "$@" 3 && echo held && exec cat >/dev/null`;
/** What flock exits with when it does not wait for a lock that others hold. */
const busy = 75;

/**
 * A readers-writer lock on this machine, across all its runner processes: many shared holders, or one exclusive holder. The kernel
 * holds the locks, so the locks of a killed process are free at once.
 *
 * @param path a file visible to all runners of the machine, which run as one user
 */
export class HostLease {
  constructor(private readonly path: string) {}

  /** Waits for a shared lease, while another process has the exclusive one. */
  async shared(signal: AbortSignal): Promise<Lease> {
    return (await this.take(['--shared'], signal)) ?? this.notTaken();
  }

  /** The exclusive lease; null if another process has a lease. It never waits, so it never keeps others from work. */
  tryExclusive(signal: AbortSignal): Promise<Lease | null> {
    return this.take(['--exclusive', '--nonblock', '--conflict-exit-code', String(busy)], signal);
  }

  private async take(mode: readonly string[], signal: AbortSignal): Promise<Lease | null> {
    signal.throwIfAborted();
    const file = openLeaseFile(this.path);
    const holder = spawn('/bin/sh', ['-c', script, 'lease', ...mode], {
      env: {},
      stdio: ['pipe', 'pipe', 'ignore', file],
      detached: true,
    });
    // The lock belongs to the open file: with our own descriptor closed, it ends with the holder.
    closeSync(file);
    const ended = new Promise<void>((done) => {
      holder.once('exit', () => done());
      holder.once('error', () => done());
    });
    // The shell may be waiting for flock, which is a separate process: the whole group is killed.
    const end = (): void => {
      if (holder.pid !== undefined && holder.exitCode === null && holder.signalCode === null) process.kill(-holder.pid, 'SIGKILL');
    };
    signal.addEventListener('abort', end, { once: true });
    const held = await Promise.race([
      new Promise<boolean>((done) => holder.stdout?.once('data', () => done(true))),
      ended.then(() => false),
    ]);
    signal.removeEventListener('abort', end);
    signal.throwIfAborted();
    if (!held && holder.exitCode === busy) return null;
    if (!held) return this.notTaken();
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

  private notTaken(): never {
    throw new PlatformFault('internal', {
      message: `The lease of this machine (${this.path}) cannot be taken.`,
      fix: 'Install util-linux (flock).',
    });
  }
}

function leaseLost(path: string): PlatformFault {
  return new PlatformFault('runner-lost', {
    message: `The lease of this machine (${path}) was lost.`,
    fix: 'Nothing is wrong with your file. The run is repeated.',
  });
}

/** Runs `work` while the lease is held, and releases the lease afterwards. */
export async function withLease<T>(lease: Promise<Lease>, work: (lost: AbortSignal) => Promise<T>): Promise<T> {
  const held = await lease;
  try {
    return await work(held.lost);
  } finally {
    await held.release();
  }
}
