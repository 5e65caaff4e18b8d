import { z } from 'zod';

/** Times travel as UTC ISO 8601. */
export const Timestamp = z.iso.datetime();

export const Participant = z.object({ handle: z.string(), name: z.string() });
export type Participant = z.infer<typeof Participant>;

/** A page of a list; pass `nextCursor` back as `cursor` for the next one. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export const PageQuery = z.object({
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** Which version of a challenge. Default: the one that is shown. */
export const VersionQuery = z.object({ version: z.coerce.number().int().positive().optional() });
export type VersionQuery = z.infer<typeof VersionQuery>;
