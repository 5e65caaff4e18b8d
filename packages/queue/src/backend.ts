import { DEFAULT_SCHEMA, createPostgresBackend, createRedisBackend, withBackend } from 'bullmq';
import type { IQueueBackend, Job, JobProgress, Processor, Queue, Worker, WorkerOptions } from 'bullmq';
import Redis from 'ioredis';
import { Pool } from 'pg';
import type { QueueConfig } from './config';

const onPostgres = withBackend(createPostgresBackend);
const onRedis = withBackend(createRedisBackend);

/** The prefix of all our keys, because other programs may use the same Redis. */
const redisPrefix = 'unblind';
/** How long to wait before each attempt to reconnect; attempts never end. */
const reconnectMs = 1000;

type RedisQueue = Queue<unknown, void>;
/** The part of BullMQ's queue that we use, the same for both servers. */
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

/** One connection, or pool, shared by all queues of a process. */
export interface Producer {
  open(name: string): AnyQueue;
  close(): Promise<void>;
}

export function openProducer(config: QueueConfig, onError: (error: Error) => void): Producer {
  if (config.kind === 'redis') {
    // Few retries, so that enqueuing fails soon if Redis is down.
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

type WorkerSettings = Pick<WorkerOptions, 'concurrency' | 'lockDuration' | 'maxStalledCount' | 'name' | 'stalledInterval'>;

export interface WorkerParts {
  process: Processor<unknown, void>;
  settings: WorkerSettings;
  events: WorkerEvents;
}

/** Opens a worker with its own connections, because waiting for a job blocks one. */
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
