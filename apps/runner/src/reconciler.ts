import type { JobName, JobPayload } from '@unblind/contracts';
import type { Database } from '@unblind/database';
import type { Logger } from 'pino';
import type { Queues } from '@unblind/queue';
import { isStale, jobIdOf, steps } from './steps/steps';
import { isHeld, putBack } from './steps/take-up';

/** How long a row may wait before its job is looked for: enqueueing comes right after the commit. */
const GRACE_MS = 3000;
/** Oldest first: later rows come into view as these end. */
const BATCH = 1000;

/**
 * The rows are the truth and the queue is a hint: each row that should be worked on and that no live job holds gets a job again.
 * A queue that was wiped, a runner that was killed and an enqueue that never happened all end here. Safe to run anywhere, any time.
 */
export async function reconcile(database: Database, queues: Queues, log: Logger): Promise<number> {
  const before = new Date(Date.now() - GRACE_MS);
  const rows = await database.evaluation.findMany({
    where: { finishedAt: null, updatedAt: { lt: before } },
    select: { id: true, state: true, fence: true, heartbeatAt: true },
    orderBy: { createdAt: 'asc' },
    take: BATCH,
  });
  let mended = 0;
  for (const row of rows) {
    const step = steps.find(({ waiting, active }) => row.state === waiting || row.state === active);
    if (!step) continue;
    if (isHeld(row, step)) {
      if (!isStale(row.heartbeatAt) || !(await putBack(database, row, step, 'The runner was lost. Waiting to be taken up again.')))
        continue;
    }
    if (await enqueueUnlessLive(queues, step.job, { evaluationId: row.id }, jobIdOf(row.id, step))) mended++;
  }
  const dataSets = await database.dataSet.findMany({ where: { state: { in: ['pending', 'preparing'] }, createdAt: { lt: before } } });
  for (const { id, state, heartbeatAt } of dataSets) {
    if (state === 'preparing' && !isStale(heartbeatAt)) continue;
    if (await enqueueUnlessLive(queues, 'dataset.prepare', { dataSetId: id }, `${id}-prepare`)) mended++;
  }
  const timings = await database.timing.findMany({
    where: { state: { in: ['waiting', 'running'] }, createdAt: { lt: before } },
    select: { evaluationId: true, state: true, heartbeatAt: true },
    orderBy: { createdAt: 'asc' },
    // One at a time on each machine: more need no job yet.
    take: 50,
  });
  for (const { evaluationId, state, heartbeatAt } of timings) {
    if (state === 'running' && !isStale(heartbeatAt)) continue;
    if (await enqueueUnlessLive(queues, 'evaluation.time', { evaluationId }, `${evaluationId}-time`)) mended++;
  }
  if (mended > 0) log.info({ mended }, 'reconciled');
  return mended;
}

async function enqueueUnlessLive<N extends JobName>(queues: Queues, name: N, payload: JobPayload<N>, jobId: string): Promise<boolean> {
  if (await queues.isLive(name, jobId)) return false;
  await queues.enqueue(name, payload, { jobId });
  return true;
}
