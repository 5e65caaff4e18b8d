import { z } from 'zod';
import { SplitName } from '../splits';
import { Timestamp } from './common';

/** What anybody may have of the secrets behind the results of one phase. Phases on public truth have none. */
export const DisclosureView = z.object({
  phase: z.string(),
  split: SplitName,
  /** sealed: until an organiser unblinds the phase. publishing: the files come soon. */
  state: z.enum(['sealed', 'publishing', 'published', 'failed']),
  unblindedAt: Timestamp.nullable(),
  /**
   * sha256 over everything that is secret about the split, known before anybody submits: that of the file commitment.txt, which
   * unblinding publishes. null: the data were made before there were digests.
   */
  commitment: z.string().nullable(),
  /**
   * commitment.txt, with the sha256 of each secret file; scoring-seed, the seed of the bootstrap; and, where the split has two parts,
   * part.npy: for each row 0 (ranking part) or 1 (diagnostic part). Empty until they are published.
   */
  files: z.array(z.object({ name: z.string(), bytes: z.number(), sha256: z.string(), url: z.string() })),
});
export type DisclosureView = z.infer<typeof DisclosureView>;
