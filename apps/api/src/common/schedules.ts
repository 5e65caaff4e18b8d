import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { startWorkers } from '@unblind/queue';
import type { Queues, Workers } from '@unblind/queue';
import type { Logger } from 'pino';
import type { ApiConfig } from '../config';
import { CONFIG, LOGGER, QUEUE } from './tokens';

interface Sweep {
  /** Returns how many items were removed; 0 is not logged. */
  sweep: (now: Date) => Promise<number>;
  everyMs: number;
  /** Names the removed items in the log. */
  gone: string;
}

/** Recurring clean-up jobs: one schedule for the platform, run by any API process. */
@Injectable()
export class Schedules implements BeforeApplicationShutdown {
  private readonly workers: Workers[] = [];

  constructor(
    @Inject(QUEUE) private readonly queues: Queues,
    @Inject(CONFIG) private readonly config: ApiConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async start(name: 'account.expire' | 'archive.remove' | 'upload.expire', { sweep, everyMs, gone: what }: Sweep): Promise<void> {
    const handle = async (): Promise<void> => {
      const gone = await sweep(new Date());
      if (gone > 0) this.logger.info({ gone }, what);
    };
    const onError = (error: Error): void => this.logger.warn({ err: error }, `worker of ${name}`);
    this.workers.push(await startWorkers(this.config.queue, [{ name, handle }], { expect: [name], onError }));
    await this.queues.schedule(name, everyMs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.workers.map((workers) => workers.close()));
  }
}
