import type { Database } from '@unblind/database';
import { findStale, findWaiting, releaseStale } from '@unblind/database';
import type { Logger } from 'pino';
import type { Queues } from '@unblind/queue';
import { steps } from './steps/steps';

/** How long a row may wait before its job is looked for: enqueueing comes right after the commit. */
const GRACE_MS = 3000;

/**
 * The rows are the truth and the queue is a hint: a row whose runner is gone waits again, and each that waits and has no live job
 * gets one. A queue that was wiped, a runner that was killed and an enqueue that never happened all end here. Safe to run anywhere,
 * any time.
 */
export async function reconcile(database: Database, queues: Queues, log: Logger): Promise<number> {
  let enqueued = 0;
  for (const { row, batch, hasJob, enqueue } of steps) {
    const released = [];
    for (const id of await findStale(database, row, batch)) if (await releaseStale(database, row, id)) released.push(id);
    for (const id of [...released, ...(await findWaiting(database, row, GRACE_MS, batch))]) {
      if (await hasJob(queues, id)) continue;
      await enqueue(queues, id);
      enqueued++;
    }
  }
  if (enqueued > 0) log.info({ enqueued }, 'reconciled');
  return enqueued;
}
