import { ChallengeDetail } from '@unblind/contracts';
import type { z } from 'zod';

/** The texts of a challenge's pages, as stored and as shown. */
export const Pages = ChallengeDetail.shape.pages;
export type Pages = z.infer<typeof Pages>;
