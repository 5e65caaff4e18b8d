import { Inject, Injectable } from '@nestjs/common';
import type { JobName, JobPayload } from '@unblind/contracts';
import type { Queues } from '@unblind/queue';
import type { Logger } from 'pino';
import { LOGGER, QUEUE } from './tokens';

/** Hands work to the runners, always after the commit of the row that it is about. */
@Injectable()
export class Jobs {
  constructor(
    @Inject(QUEUE) private readonly queues: Queues,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** A queue that does not answer loses nothing: the runners' reconciler finds rows that no job holds. */
  async enqueue<N extends JobName>(name: N, payload: JobPayload<N>, jobId: string): Promise<void> {
    await this.queues.enqueue(name, payload, { jobId }).catch((error: unknown) => {
      this.logger.warn({ err: error, name, jobId }, 'not enqueued; the reconciler will');
    });
  }
}
