import { z } from 'zod';

/** The texts of a challenge's pages, as stored. */
export const Pages = z.object({ overview: z.string(), data: z.string(), evaluation: z.string(), rules: z.string() });
export type Pages = z.infer<typeof Pages>;
