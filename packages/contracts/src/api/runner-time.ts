import { z } from 'zod';
import { Slug } from '../slug';

/** The time that runners spent. Every attempt counts, however it ended; steps that are under way count until now. */
const Spent = z.object({
  challenge: z.string(),
  attempts: z.number().int(),
  seconds: z.number(),
  /** Of these: attempts that failed, were lost or were given back, so that others had to begin anew. */
  lostSeconds: z.number(),
  /** Of these: by other runners than the platform's own. */
  remoteSeconds: z.number(),
});

/** For organisers: runner-seconds by challenge, by entrant and by submission, those with most first. */
export const RunnerTime = z.object({
  challenges: z.array(Spent),
  /** A person's handle or a team's name. */
  entrants: z.array(Spent.extend({ entrant: z.string(), team: z.boolean() })),
  /** At most 100. */
  submissions: z.array(Spent.extend({ entrant: z.string(), team: z.boolean(), submissionId: z.uuid(), method: z.string() })),
});
export type RunnerTime = z.infer<typeof RunnerTime>;

export const RunnerTimeQuery = z.object({ challenge: Slug.optional() });
export type RunnerTimeQuery = z.infer<typeof RunnerTimeQuery>;
