import { Inject, Injectable } from '@nestjs/common';
import type { JobName, JobPayload } from '@unblind/contracts';
import type { Queues } from '@unblind/queue';
import type { Logger } from 'pino';
import { LOGGER, QUEUE } from './tokens';

/** Enqueues work for the runners, always after the row has been committed. */
@Injectable()
export class Jobs {
  constructor(
    @Inject(QUEUE) private readonly queues: Queues,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Nothing is lost if the queue does not answer: the runners' reconciler finds rows without a job. */
  async enqueue<N extends JobName>(name: N, payload: JobPayload<N>, jobId: string): Promise<void> {
    await this.queues.enqueue(name, payload, { jobId }).catch((error: unknown) => {
      this.logger.warn({ err: error, name, jobId }, 'could not enqueue a job; the reconciler will');
    });
  }
}
