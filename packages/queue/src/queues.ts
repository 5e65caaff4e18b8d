import { JobProgress, jobCatalogue } from '@unblind/contracts';
import type { AnyQueue } from './backend';
import type { Catalogue, NameIn, PayloadIn } from './catalogue';
import { definitionOf } from './catalogue';
import type { QueueConfig } from './config';
import { connectQueues } from './connected-queues';

export interface EnqueueOptions {
  /** While a job with this id is live, enqueuing it again does nothing. Not a plain number, and no colons: use a row's uuid. */
  jobId: string;
  delayMs?: number;
  /** From 1 (first). Jobs without a priority run before all jobs with one. */
  priority?: number;
}

export interface JobCounts {
  waiting: number;
  delayed: number;
  active: number;
}

export interface Queues<C extends Catalogue = typeof jobCatalogue> {
  /** Adds a job, unless one of the same id is live. A finished or failed job leaves the queue at once, so its id is free again. */
  enqueue<N extends NameIn<C>>(name: N, payload: PayloadIn<C, N>, options: EnqueueOptions): Promise<void>;
  /** Whether the job waits, is delayed, or runs. */
  isLive(name: NameIn<C>, jobId: string): Promise<boolean>;
  /** 1 for the job that runs next; null if the job is not waiting, or is behind 10,000 others. */
  position(name: NameIn<C>, jobId: string): Promise<number | null>;
  counts(name: NameIn<C>): Promise<JobCounts>;
  /** What the running job reported last. */
  progress(name: NameIn<C>, jobId: string): Promise<JobProgress | null>;
  /** Runs a job with an empty payload repeatedly; one schedule per name, however many processes request it. */
  schedule(name: NameIn<C>, everyMs: number): Promise<void>;
  /** Restores the tables and this process's schedules after a wipe. Cheap: meant for every round of the reconciler. */
  heal(): Promise<void>;
  /** Throws if the server does not answer. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export interface QueueOptions<C extends Catalogue> {
  /** Called with connection errors outside any call; the connection recovers by itself. */
  onError: (error: Error) => void;
  catalogue?: C;
}

const longestLine = 10_000;

export async function openQueues(config: QueueConfig, options: QueueOptions<typeof jobCatalogue>): Promise<Queues>;
export async function openQueues<C extends Catalogue>(config: QueueConfig, options: QueueOptions<C> & { catalogue: C }): Promise<Queues<C>>;
export async function openQueues(
  config: QueueConfig,
  { onError, catalogue = jobCatalogue }: QueueOptions<Catalogue>,
): Promise<Queues<Catalogue>> {
  const queues = await connectQueues(config, onError);
  const schedules = new Map<string, number>();
  const ask = async <T>(name: string, request: (queue: AnyQueue) => Promise<T>): Promise<T> => {
    definitionOf(catalogue, name);
    return queues.ask(name, request);
  };
  const schedule = (name: string, everyMs: number): Promise<void> =>
    ask(name, async (queue) => {
      const existing = await queue.getJobScheduler(name);
      if (existing?.every === everyMs) return;
      await queue.upsertJobScheduler(name, { every: everyMs }, { name, data: {}, opts: jobOptions(catalogue, name) });
    });

  return {
    async enqueue(name, payload, { jobId, delayMs, priority }) {
      const data = definitionOf(catalogue, name).schema.parse(payload);
      await ask(name, (queue) => queue.add(name, data, { ...jobOptions(catalogue, name), jobId, delay: delayMs, priority }));
    },
    isLive: (name, jobId) =>
      ask(name, async (queue) => {
        const state = await queue.getJobState(jobId);
        return state !== 'unknown' && state !== 'completed' && state !== 'failed';
      }),
    position: (name, jobId) =>
      ask(name, async (queue) => {
        const index = (await queue.getRanges(['wait', 'prioritized'], 0, longestLine - 1, true)).indexOf(jobId);
        return index < 0 ? null : index + 1;
      }),
    counts: (name) =>
      ask(name, async (queue) => {
        const {
          waiting = 0,
          prioritized = 0,
          delayed = 0,
          active = 0,
        } = await queue.getJobCounts('waiting', 'prioritized', 'delayed', 'active');
        return { waiting: waiting + prioritized, delayed, active };
      }),
    progress: (name, jobId) =>
      ask(name, async (queue) => {
        const job = await queue.getJob(jobId);
        return JobProgress.safeParse(job?.progress).data ?? null;
      }),
    async schedule(name, everyMs) {
      schedules.set(name, everyMs);
      await schedule(name, everyMs);
    },
    async heal() {
      await queues.heal();
      for (const [name, everyMs] of schedules) await schedule(name, everyMs);
    },
    async check() {
      const [name = ''] = Object.keys(catalogue);
      await ask(name, (queue) => queue.getJobCounts('active'));
    },
    close: () => queues.close(),
  };
}

function jobOptions(
  catalogue: Catalogue,
  name: string,
): { attempts: number; backoff: { type: string; delay: number }; removeOnComplete: boolean; removeOnFail: boolean } {
  const { attempts, backoffMs } = definitionOf(catalogue, name);
  // The row says how a job ended; the queue forgets it, so that the same id can be enqueued again.
  return { attempts, backoff: { type: 'exponential', delay: backoffMs }, removeOnComplete: true, removeOnFail: true };
}
