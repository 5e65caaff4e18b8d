import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { z } from 'zod';
import { limits } from '../common/limits';
import { ProblemException } from '../common/problem';
import { PoolFull, ThreadPool } from './thread-pool';

// OWASP's second choice for argon2id: 19 MiB, two passes, one lane. WebAssembly, so that installing needs no compiler.
const options = { memorySize: 19_456, iterations: 2, parallelism: 1, hashLength: 32 } as const;

/** Who asks for the work. */
export interface Asker {
  /** A known device or a session: goes before strangers, so that they cannot keep an owner out. */
  known: boolean;
  /** What one sender's share of the queue is counted by: the address of a stranger, the device or session of somebody known. */
  sender: string;
}

/** Hashes and verifies passwords on threads of their own. */
@Injectable()
export class PasswordsService implements OnApplicationShutdown {
  private readonly pool = new ThreadPool(join(__dirname, 'password-thread.cjs'), limits.passwordHashing);
  private decoy: Promise<string> | undefined;

  /** Passwords that are being hashed or wait for it. */
  get pending(): number {
    return this.pool.pending;
  }

  async hash(password: string, asker: Asker): Promise<string> {
    return z.string().parse(await this.run({ ...options, password, salt: randomBytes(16) }, asker));
  }

  /** Takes the same time for an unknown login as for a wrong password, so that response times do not reveal which logins exist. */
  async verify(stored: string | null, password: string, asker: Asker): Promise<boolean> {
    const matches = z.boolean().parse(await this.run({ hash: stored ?? (await this.decoyHash()), password }, asker));
    return matches && stored !== null;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.close();
  }

  private decoyHash(): Promise<string> {
    this.decoy ??= this.hash('a decoy for logins that do not exist', { known: true, sender: 'the platform' }).catch((error: unknown) => {
      this.decoy = undefined;
      throw error;
    });
    return this.decoy;
  }

  private run(task: unknown, { known, sender }: Asker): Promise<unknown> {
    return this.pool.run(task, { lane: known ? 'first' : 'second', owner: sender }).catch((error: unknown) => {
      throw error instanceof PoolFull ? busy() : error;
    });
  }
}

function busy(): ProblemException {
  const seconds = limits.passwordHashing.retryAfterSeconds;
  return new ProblemException('busy', {
    detail: 'Too many people sign in or up at this moment.',
    fix: `Try again in ${seconds} seconds.`,
    headers: { 'Retry-After': String(seconds) },
  });
}
