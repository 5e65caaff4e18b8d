import { ProblemException } from '../common/problem';

interface Window {
  count: number;
  endsAt: number;
}

/** Counts attempts per key in fixed windows, in memory: each API process has its own count. */
export class Attempts {
  private readonly windows = new Map<string, Window>();

  constructor(private readonly limit: { attempts: number; windowMs: number }) {}

  /** Throws if the key has no attempts left. */
  check(key: string): void {
    const window = this.current(key);
    if (window.count < this.limit.attempts) return;
    const seconds = Math.ceil((window.endsAt - Date.now()) / 1000);
    throw new ProblemException('too-many-requests', {
      detail: `More than ${this.limit.attempts} attempts. Try again in ${seconds} s.`,
      headers: { 'Retry-After': String(seconds) },
    });
  }

  count(key: string): void {
    this.current(key).count++;
  }

  forget(key: string): void {
    this.windows.delete(key);
  }

  private current(key: string): Window {
    const now = Date.now();
    if (this.windows.size > 10_000) for (const [old, { endsAt }] of this.windows) if (endsAt <= now) this.windows.delete(old);
    const found = this.windows.get(key);
    if (found && found.endsAt > now) return found;
    const fresh = { count: 0, endsAt: now + this.limit.windowMs };
    this.windows.set(key, fresh);
    return fresh;
  }
}
