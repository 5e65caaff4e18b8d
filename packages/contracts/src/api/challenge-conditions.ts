import { z } from 'zod';
import { Slug } from '../slug';
import { Timestamp } from './common';

/** What is broken: the folder with challenge.yaml, the data, the scoring, or a baseline. */
export const ChallengePart = z.enum(['folder', 'data', 'scoring', 'baseline']);
export type ChallengePart = z.infer<typeof ChallengePart>;

export const ChallengeProblem = z.object({
  part: ChallengePart,
  message: z.string(),
  fix: z.string().nullable(),
});
export type ChallengeProblem = z.infer<typeof ChallengeProblem>;

/** For organisers: what keeps a challenge from working. None of it stops another challenge. */
export const ChallengeCondition = z.object({
  slug: z.string(),
  /** When its folder was gone, which closed its phases; null: it is there. */
  archivedAt: Timestamp.nullable(),
  problems: z.array(ChallengeProblem),
});
export type ChallengeCondition = z.infer<typeof ChallengeCondition>;

export const ChallengeConditionsQuery = z.object({ challenge: Slug.optional() });
export type ChallengeConditionsQuery = z.infer<typeof ChallengeConditionsQuery>;
