import type { Database } from '@unblind/database';
import { findStale, findWaiting, releaseStale } from '@unblind/database';
import type { Logger } from 'pino';
import type { Queues } from '@unblind/queue';
import type { Step } from '../steps/steps';

/** How long a row must have waited before its job is looked for: a job is normally enqueued right after the commit. */
const GRACE_MS = 3000;

interface Reconciling {
  database: Database;
  queues: Queues;
  log: Logger;
  /** How many evaluations of one entrant are worked on at once, in each step. */
  atOnce: number;
}

/**
 * The rows are the truth and the queue is a hint: a row whose runner is gone goes back to waiting, and each waiting row without a
 * live job gets one. This repairs a wiped queue, a killed runner and a missed enqueue. Safe to run on any runner at any time.
 */
export async function reconcile({ database, queues, log, atOnce }: Reconciling, steps: readonly Step[]): Promise<number> {
  let enqueued = 0;
  for (const { row, batch, hasJob, enqueue } of steps) {
    const released = [];
    for (const id of await findStale(database, row, batch)) if (await releaseStale(database, row, id)) released.push(id);
    for (const id of [...released, ...(await findWaiting(database, row, { forMs: GRACE_MS, limit: batch, atOnce }))]) {
      if (await hasJob(queues, id)) continue;
      await enqueue(queues, id);
      enqueued++;
    }
  }
  if (enqueued > 0) log.info({ enqueued }, 'reconciled');
  return enqueued;
}
