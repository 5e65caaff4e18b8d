import { z } from 'zod';

/** The server that keeps the jobs. Jobs carry only ids, so a lost queue loses nothing: the reconciler recreates the jobs from the rows. */
export const QueueConfig = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('postgres'), url: z.url({ protocol: /^postgres(ql)?$/ }) }),
  z.object({ kind: z.literal('redis'), url: z.url({ protocol: /^rediss?$/ }) }),
]);
export type QueueConfig = z.infer<typeof QueueConfig>;

/**
 * Redis when `REDIS_URL` is set, else PostgreSQL: at `QUEUE_DATABASE_URL`, whose role owns the queue's schema and nothing else, or at
 * `DATABASE_URL`.
 */
export function queueConfigFromEnv(variables: Readonly<Record<string, string | undefined>>): QueueConfig {
  const { REDIS_URL, DATABASE_URL, QUEUE_DATABASE_URL = DATABASE_URL } = variables;
  if (REDIS_URL) return QueueConfig.parse({ kind: 'redis', url: REDIS_URL });
  if (QUEUE_DATABASE_URL) return QueueConfig.parse({ kind: 'postgres', url: QUEUE_DATABASE_URL });
  throw new Error('Set DATABASE_URL (the queue then lives in that PostgreSQL) or REDIS_URL.');
}
