import { z } from 'zod';

/** Jobs with short times, for the suite. */
export const testCatalogue = {
  echo: { schema: z.object({ text: z.string() }), timeoutSeconds: 60, attempts: 3, backoffMs: 50 },
  brief: { schema: z.object({}), timeoutSeconds: 0.4, attempts: 2, backoffMs: 50 },
  tick: { schema: z.object({}), timeoutSeconds: 5, attempts: 1, backoffMs: 50 },
} as const;
export type TestCatalogue = typeof testCatalogue;
