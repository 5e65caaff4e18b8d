import { z } from 'zod';
import { Slug } from '../slug';
import { Timestamp } from './common';

export const CreateRunnerToken = z.strictObject({
  name: Slug,
  /** The slug of the challenge whose work its runners take; null: that of all challenges, which only an administrator may give. */
  challenge: Slug.nullable().default(null),
  /** Its runners may have hidden inputs where a phase lets trusted runners have them. Only an administrator may say so. */
  trusted: z.boolean().default(false),
});
export type CreateRunnerToken = z.infer<typeof CreateRunnerToken>;

export const RunnerToken = z.object({
  id: z.uuid(),
  name: z.string(),
  prefix: z.string(),
  challenge: z.string().nullable(),
  trusted: z.boolean(),
  /** Its runners are not the platform's own. */
  remote: z.boolean(),
  createdAt: Timestamp,
  lastSeenAt: Timestamp.nullable(),
  /** Runs of its runners that the platform repeated, by what it found. */
  reruns: z.object({ agreed: z.number().int(), disagreed: z.number().int() }),
});
export type RunnerToken = z.infer<typeof RunnerToken>;

/** The secret is shown once and stored only as a hash. */
export const CreatedRunnerToken = RunnerToken.extend({ secret: z.string() });
export type CreatedRunnerToken = z.infer<typeof CreatedRunnerToken>;
