import { join } from 'node:path';
import { openDatabase } from '@unblind/database';
import { openQueues, queueConfigFromEnv, startWorkers } from '@unblind/queue';
import { HostLease, chooseSandbox, openWorkFolder } from '@unblind/runner';
import { openStorage, storageConfigFromEnv } from '@unblind/storage';
import type { Logger } from 'pino';
import { steps } from '../steps/steps';
import type { Config } from './config';
import { reconcile } from './reconciler';
import { registerSteps } from './registrations';

const RECONCILE_MS = 5000;

/** Joins the queue, takes its steps, and requeues their lost work. It starts no participant's program. */
export async function startCentral(config: Config, variables: NodeJS.ProcessEnv, log: Logger): Promise<{ stop(): Promise<void> }> {
  const database = openDatabase(config.DATABASE_URL, 8);
  const queueConfig = queueConfigFromEnv(variables);
  const queues = await openQueues(queueConfig, { onError: (error) => log.warn({ error: error.message }, 'queue') });
  const storage = storageConfigFromEnv(variables);
  const workFolder = await openWorkFolder(join(config.RUNNER_DIR, 'work'), config.RUNNER_NAME);
  // Organisers' own scorers run in the sandbox.
  const provider = config.RUNNER_STEPS.includes('score') ? (await chooseSandbox(config.UNSAFE_LOCAL, log)).provider : null;
  const lease = new HostLease(config.HOST_LEASE);
  const equipment = { config, database, queues, storage, log, work: workFolder.path, provider, lease };
  const own = steps.filter(({ name }) => config.RUNNER_STEPS.includes(name));
  const jobs = own.map(({ job }) => job);
  await openStorage(storage).prepare();

  const workers = await startWorkers(
    queueConfig,
    registerSteps(equipment).filter(({ name }) => jobs.includes(name)),
    {
      // Not derived from the handlers, so that a forgotten one shows.
      expect: jobs,
      onError: (error, job) => log.warn({ ...job, error: error.message }, job ? 'attempt failed' : 'queue'),
    },
  );
  const reconciler = repeatEvery(RECONCILE_MS, log, async () => {
    await queues.heal();
    await reconcile({ database, queues, log, atOnce: config.ENTRANT_AT_ONCE }, own);
  });
  log.info({ name: config.RUNNER_NAME, steps: config.RUNNER_STEPS }, 'ready');

  return {
    async stop() {
      await reconciler.stop();
      await workers.close();
      await queues.close();
      await database.$disconnect();
      await workFolder.remove();
    },
  };
}

/** Runs `work` at an interval, never twice at once. `stop` waits for the current round. */
function repeatEvery(milliseconds: number, log: Logger, work: () => Promise<void>): { stop(): Promise<void> } {
  let round = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    round = work()
      .catch((error: unknown) => log.warn({ error: String(error) }, 'reconciler'))
      .finally(() => (busy = false));
  }, milliseconds);
  return {
    async stop() {
      clearInterval(timer);
      await round;
    },
  };
}
