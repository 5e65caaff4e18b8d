import { z } from 'zod';

/** RFC 9457 problem document, with a stable code and how to fix the problem. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string(),
  fix: z.string(),
  instance: z.string().optional(),
  /** The API path of the conflicting resource, such as the earlier submission of the same file. */
  related: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof Problem>;
