import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { startWorkers } from '@unblind/queue';
import type { Queues, Workers } from '@unblind/queue';
import type { Logger } from 'pino';
import { limits } from '../common/limits';
import { CONFIG, LOGGER, QUEUE } from '../common/tokens';
import type { ApiConfig } from '../config';
import { ArchivesService } from './archives.service';

/** One schedule for the platform, whichever API process takes it. */
@Injectable()
export class ArchivesWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private workers: Workers | null = null;

  constructor(
    private readonly archives: ArchivesService,
    @Inject(QUEUE) private readonly queues: Queues,
    @Inject(CONFIG) private readonly config: ApiConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const handle = async (): Promise<void> => {
      const gone = await this.archives.remove(new Date());
      if (gone > 0) this.logger.info({ gone }, 'removed archives of images');
    };
    const onError = (error: Error): void => this.logger.warn({ err: error }, 'archive worker');
    this.workers = await startWorkers(this.config.queue, [{ name: 'archive.remove', handle }], { expect: ['archive.remove'], onError });
    await this.queues.schedule('archive.remove', limits.removeArchivesEveryMs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.workers?.close();
  }
}
