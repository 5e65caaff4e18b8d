import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { listenToWork } from '@unblind/database';
import { limits } from '../common/limits';
import { CONFIG } from '../common/tokens';
import type { ApiConfig } from '../config';

/** Wakes those who wait for work when there may be some. */
@Injectable()
export class WorkFeed implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private listener: ReturnType<typeof listenToWork> | null = null;
  private readonly sleepers = new Set<() => void>();
  private notices = 0;
  private waking: NodeJS.Timeout | null = null;
  closing = false;

  constructor(@Inject(CONFIG) private readonly config: ApiConfig) {}

  async onApplicationBootstrap(): Promise<void> {
    this.listener = listenToWork(this.config.databaseUrl, () => this.notice());
    await this.listener.ready;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.closing = true;
    this.wake();
    await this.listener?.close();
  }

  /** How many notices there were. Read it before work is looked for, and pass it to `sleep`. */
  get seen(): number {
    return this.notices;
  }

  /** Ends with the next notice, at once if one came since `seen`, and after `milliseconds` at the latest. */
  sleep(seen: number, milliseconds: number): Promise<void> {
    if (this.closing || this.notices !== seen) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.sleepers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, milliseconds);
      this.sleepers.add(wake);
    });
  }

  private notice(): void {
    this.notices++;
    this.waking ??= setTimeout(() => this.wake(), limits.workNoticeMs).unref();
  }

  private wake(): void {
    this.waking = null;
    for (const wake of [...this.sleepers]) wake();
  }
}
