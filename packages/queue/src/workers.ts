import { jobCatalogue } from '@unblind/contracts';
import { hostname } from 'node:os';
import type { AnyWorker, WorkerEvents } from './backend';
import { openWorker } from './backend';
import type { Catalogue, NameIn, PayloadIn } from './catalogue';
import { definitionOf } from './catalogue';
import type { QueueConfig } from './config';
import { ensureSchema, isMissingSchema } from './postgres-schema';
import type { Handler } from './run-job';
import { JobAborted, runJob } from './run-job';

/** Passed as a list, not as an object, so that two handlers for one job are detected. */
export type Registration<C extends Catalogue = typeof jobCatalogue> = {
  [N in NameIn<C>]: { name: N; handle: Handler<PayloadIn<C, N>> };
}[NameIn<C>];

export interface WorkerOptions<C extends Catalogue> {
  /** The jobs that this process must handle: it does not start without a handler for each. */
  expect: readonly NameIn<C>[];
  /** How many jobs run at once, for all names or per name; default 1. */
  concurrency?: number | Partial<Record<NameIn<C>, number>>;
  /** Called with a failed attempt's error and job, or with a connection error. */
  onError: (error: Error, job?: { name: string; jobId: string }) => void;
  catalogue?: C;
  /** How long a handler may go on after its signal aborts before its job is abandoned. */
  abortGraceMs?: number;
}

export interface Workers {
  /** Takes no more jobs, gives running ones `graceMs`, then aborts them and returns them to the queue. */
  close(options?: { graceMs?: number }): Promise<void>;
}

/**
 * A killed worker's job runs again within 11 s of the kill, after its lock has expired and a check has noticed it. In return, a
 * handler must not block the event loop for more than about 4 s, or its lock expires while it works.
 */
const lockDuration = 8_000;
const stalledInterval = 3_000;

export async function startWorkers(
  config: QueueConfig,
  registrations: readonly Registration[],
  options: WorkerOptions<typeof jobCatalogue>,
): Promise<Workers>;
export async function startWorkers<C extends Catalogue>(
  config: QueueConfig,
  registrations: readonly Registration<C>[],
  options: WorkerOptions<C> & { catalogue: C },
): Promise<Workers>;
export async function startWorkers(
  config: QueueConfig,
  registrations: readonly { name: string; handle: Handler<never> }[],
  { expect, concurrency = 1, onError, catalogue = jobCatalogue, abortGraceMs = 10_000 }: WorkerOptions<Catalogue>,
): Promise<Workers> {
  checkRegistrations(
    catalogue,
    registrations.map(({ name }) => name),
    expect,
  );
  if (config.kind === 'postgres') await ensureSchema(config.url);
  const running = new Map<string, Map<string, AbortController>>();

  const start = ({ name, handle }: (typeof registrations)[number]): AnyWorker => {
    const definition = definitionOf(catalogue, name);
    const own = new Map<string, AbortController>();
    running.set(name, own);
    const run = { definition, handle, running: own, abortGraceMs, onError };
    const settings = {
      name: hostname(),
      concurrency: typeof concurrency === 'number' ? concurrency : (concurrency[name] ?? 1),
      lockDuration,
      stalledInterval,
      // runJob counts these attempts itself and lets the handler write the final state; this higher limit is only a safeguard.
      maxStalledCount: definition.attempts + 2,
    };
    const events: WorkerEvents = {
      failed: (error, jobId) => onError(error, { name, jobId }),
      lost: (jobIds) => {
        for (const jobId of jobIds) own.get(jobId)?.abort(new JobAborted('lost', `${name} ${jobId} is no longer ours.`));
      },
      error: (error) => {
        onError(error);
        if (config.kind === 'postgres' && isMissingSchema(error)) ensureSchema(config.url).catch(onError);
      },
    };
    return openWorker(config, name, { process: (job, token) => runJob(job, token, run), settings, events });
  };
  const workers = registrations.map(start);
  await Promise.all(workers.map((worker) => worker.waitUntilReady()));

  return {
    async close({ graceMs = 0 } = {}) {
      const timer = setTimeout(() => {
        for (const controllers of running.values())
          for (const controller of controllers.values()) controller.abort(new JobAborted('shutdown', 'This process is stopping.'));
      }, graceMs);
      await Promise.all(workers.map((worker) => worker.close()));
      clearTimeout(timer);
    },
  };
}

function checkRegistrations(catalogue: Catalogue, names: readonly string[], expected: readonly string[]): void {
  const missing = expected.filter((name) => !names.includes(name));
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  const unknown = names.filter((name) => !(name in catalogue));
  const wrong = [
    ...(missing.length ? [`no handler for ${missing.join(', ')}`] : []),
    ...(twice.length ? [`more than one handler for ${twice.join(', ')}`] : []),
    ...(unknown.length ? [`handlers for ${unknown.join(', ')}, which the catalogue does not have`] : []),
  ];
  if (wrong.length) throw new Error(`The workers do not start: ${wrong.join('; ')}.`);
}
