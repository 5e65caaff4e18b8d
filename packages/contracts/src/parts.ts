import { z } from 'zod';

/**
 * The two parts of a split with live feedback: the first gives boards their numbers, the second everything else that is shown. Which
 * row belongs to which is drawn in secret; the truth tensor `part` holds each row's place in this list.
 */
export const parts = ['ranking', 'diagnostic'] as const;
export type Part = (typeof parts)[number];

const Count = z.number().int().positive();
export const PartSizes = z.strictObject({ ranking: Count, diagnostic: Count });
export type PartSizes = z.infer<typeof PartSizes>;

/** The rows of a split, or of each of its parts. */
export const SplitSize = z.union([Count, PartSizes]);
export type SplitSize = z.infer<typeof SplitSize>;

export function rowsOf(size: SplitSize): number {
  return typeof size === 'number' ? size : size.ranking + size.diagnostic;
}
