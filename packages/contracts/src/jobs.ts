import { z } from 'zod';
import { keysOf } from './keys-of';

const OneEvaluation = z.object({ evaluationId: z.uuid() });

/**
 * Every job: its name, payload, time-out and retries, in one place.
 * Payloads carry ids only; the row in PostgreSQL is the truth.
 * `timeoutSeconds` is the platform's backstop, above the participant's own limits.
 */
export const jobCatalogue = {
  'evaluation.score': { schema: OneEvaluation, timeoutSeconds: 1800, attempts: 3, backoffMs: 2000 },
  'dataset.prepare': { schema: z.object({ dataSetId: z.uuid() }), timeoutSeconds: 3600, attempts: 2, backoffMs: 2000 },
  'disclosure.publish': { schema: z.object({ disclosureId: z.uuid() }), timeoutSeconds: 600, attempts: 3, backoffMs: 2000 },
  'account.expire': { schema: z.object({}), timeoutSeconds: 120, attempts: 1, backoffMs: 1000 },
  'archive.remove': { schema: z.object({}), timeoutSeconds: 600, attempts: 1, backoffMs: 1000 },
  'upload.expire': { schema: z.object({}), timeoutSeconds: 120, attempts: 1, backoffMs: 1000 },
} as const;

export type JobName = keyof typeof jobCatalogue;
export const jobNames = keysOf(jobCatalogue);
export type JobPayload<N extends JobName> = z.infer<(typeof jobCatalogue)[N]['schema']>;

/** What a running job reports: units done, of a total. */
export const JobProgress = z.object({ done: z.number(), total: z.number(), unit: z.string() });
export type JobProgress = z.infer<typeof JobProgress>;
