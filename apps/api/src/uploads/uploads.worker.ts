import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { startWorkers } from '@unblind/queue';
import type { Queues, Workers } from '@unblind/queue';
import type { Logger } from 'pino';
import { limits } from '../common/limits';
import { CONFIG, LOGGER, QUEUE } from '../common/tokens';
import type { ApiConfig } from '../config';
import { UploadsService } from './uploads.service';

/** Clears away uploads that were left: one schedule for the platform, whichever API process takes it. */
@Injectable()
export class UploadsWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private workers: Workers | null = null;

  constructor(
    private readonly uploads: UploadsService,
    @Inject(QUEUE) private readonly queues: Queues,
    @Inject(CONFIG) private readonly config: ApiConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const expire = async (): Promise<void> => {
      const gone = await this.uploads.expire(new Date());
      if (gone > 0) this.logger.info({ gone }, 'expired uploads');
    };
    const onError = (error: Error): void => this.logger.warn({ err: error }, 'upload worker');
    this.workers = await startWorkers(this.config.queue, [{ name: 'upload.expire', handle: expire }], {
      expect: ['upload.expire'],
      onError,
    });
    await this.queues.schedule('upload.expire', limits.expireEveryMs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.workers?.close();
  }
}
