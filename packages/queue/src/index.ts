export type { Catalogue, JobDefinition } from './catalogue';
export { QueueConfig, queueConfigFromEnv } from './config';
export { openQueues } from './queues';
export type { EnqueueOptions, JobCounts, QueueOptions, Queues } from './queues';
export { JobAborted } from './run-job';
export type { Handler, JobContext } from './run-job';
export { startWorkers } from './workers';
export type { Registration, WorkerOptions, Workers } from './workers';
