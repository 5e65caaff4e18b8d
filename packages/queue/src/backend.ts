import { DEFAULT_SCHEMA, createPostgresBackend, createRedisBackend, withBackend } from 'bullmq';
import type { IQueueBackend, Job, JobProgress, Processor, Queue, Worker, WorkerOptions } from 'bullmq';
import Redis from 'ioredis';
import { Pool } from 'pg';
import type { QueueConfig } from './config';

const onPostgres = withBackend(createPostgresBackend);
const onRedis = withBackend(createRedisBackend);

/** All keys of ours in a Redis that others may use too. */
const redisPrefix = 'unblind';
/** An unreachable server is asked again soon, and for ever. */
const reconnectMs = 1000;

type RedisQueue = Queue<unknown, void>;
/** What is used of a queue, whichever server it is on. */
export type AnyQueue = Pick<
  RedisQueue,
  'add' | 'close' | 'getJobCounts' | 'getJobScheduler' | 'getJobState' | 'getRanges' | 'upsertJobScheduler' | 'waitUntilReady'
> & { getJob(jobId: string): Promise<Job<unknown, void> | undefined> };

export interface WorkerEvents {
  failed(error: Error, jobId: string): void;
  lost(jobIds: readonly string[]): void;
  error(error: Error): void;
}
export interface AnyWorker {
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
}

/** One connection (pool) that all queues of a process share. */
export interface Producer {
  open(name: string): AnyQueue;
  close(): Promise<void>;
}

export function openProducer(config: QueueConfig, onError: (error: Error) => void): Producer {
  if (config.kind === 'redis') {
    // Few retries: who enqueues wants to hear soon that Redis is away.
    const connection = new Redis(config.url, { maxRetriesPerRequest: 3, retryStrategy: () => reconnectMs }).on('error', onError);
    return {
      open: (name) => new onRedis.Queue<unknown, void>(name, { connection, prefix: redisPrefix }).on('error', onError),
      close: async () => connection.disconnect(),
    };
  }
  const connection = new Pool({
    connectionString: config.url,
    max: 4,
    keepAlive: true,
    options: `-c search_path=${DEFAULT_SCHEMA}`,
    connectionTimeoutMillis: 10_000,
  });
  return {
    open: (name) => new onPostgres.Queue<unknown, void>(name, { connection }).on('error', onError),
    close: () => connection.end(),
  };
}

export type WorkerSettings = Pick<WorkerOptions, 'concurrency' | 'lockDuration' | 'maxStalledCount' | 'name' | 'stalledInterval'>;

export interface WorkerParts {
  process: Processor<unknown, void>;
  settings: WorkerSettings;
  events: WorkerEvents;
}

/** A worker with connections of its own: taking a job blocks one of them. */
export function openWorker(config: QueueConfig, name: string, { process, settings, events }: WorkerParts): AnyWorker {
  const options = { ...settings, runRetryDelay: reconnectMs };
  if (config.kind === 'redis') {
    const connection = { url: config.url, maxRetriesPerRequest: null, retryStrategy: () => reconnectMs };
    return listen(new onRedis.Worker<unknown, void>(name, process, { ...options, connection, prefix: redisPrefix }), events);
  }
  return listen(
    new onPostgres.Worker<unknown, void>(name, process, { ...options, connection: { connectionString: config.url, max: 3 } }),
    events,
  );
}

function listen<B extends IQueueBackend, C>(worker: Worker<unknown, void, string, B, JobProgress, C>, events: WorkerEvents): AnyWorker {
  worker.on('failed', (job, error) => events.failed(error, job?.id ?? ''));
  worker.on('lockRenewalFailed', (jobIds) => events.lost(jobIds));
  worker.on('error', (error) => events.error(error));
  return worker;
}
