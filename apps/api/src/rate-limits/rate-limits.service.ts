import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ProblemException } from '../common/problem';
import { RateLimitsRepository } from './rate-limits.repository';
import type { Bucket } from './rate-limits.repository';

/** A limit of `limits.ts` that refuses, and what it counts by. */
export interface Counted {
  limit: Bucket & { name: string };
  by: string;
}

/** A limit that makes wait: nothing for the first `free` attempts, `stepMs` more for each one above them. */
export interface Slowing {
  name: string;
  free: number;
  everyMs: number;
  stepMs: number;
  longestMs: number;
}

@Injectable()
export class RateLimitsService {
  constructor(private readonly buckets: RateLimitsRepository) {}

  /** Counts an attempt against each limit. @throws ProblemException, having counted nothing, where one of them is used up */
  async take(...attempts: readonly Counted[]): Promise<void> {
    for (const [index, { limit, by }] of attempts.entries()) {
      const seconds = await this.buckets.take(keyOf(limit, by), limit);
      if (seconds === null) continue;
      await this.giveBack(...attempts.slice(0, index));
      throw new ProblemException('too-many-requests', {
        detail: `More than ${limit.burst} attempts. Try again in ${seconds} s.`,
        headers: { 'Retry-After': String(seconds) },
      });
    }
  }

  /** For attempts that turned out to be right, or that the platform could not answer. */
  async giveBack(...attempts: readonly Counted[]): Promise<void> {
    for (const { limit, by } of attempts) await this.buckets.giveBack(keyOf(limit, by), limit.everyMs);
  }

  async forget({ limit, by }: Counted): Promise<void> {
    await this.buckets.forget(keyOf(limit, by));
  }

  /** Counts an attempt and returns after the time that it has to wait. */
  async slow(limit: Slowing, by: string): Promise<void> {
    const { free, everyMs, stepMs, longestMs } = limit;
    const count = await this.buckets.add(keyOf(limit, by), everyMs, free + longestMs / stepMs);
    const waitMs = Math.min(longestMs, Math.max(0, count - free) * stepMs);
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
  }

  expire(now: Date): Promise<number> {
    return this.buckets.expire(now);
  }
}

/** Addresses and logins are personal data, so only their hash is kept. */
function keyOf({ name }: { name: string }, by: string): string {
  return `${name} ${createHash('sha256').update(by).digest('hex')}`;
}
