import { z } from 'zod';
import { SubmissionKind } from '../manifest';
import { Timestamp } from './common';

const Files = z.object({ files: z.number().int(), bytes: z.number() });

/** What submissions and unpacked images take, and which archives of images go when. For organisers. */
export const StorageSpace = z.object({
  /** An archive goes so many days after its evaluation ended; null: none goes. */
  archiveDays: z.number().int().nullable(),
  submissions: z.array(
    z.object({
      challenge: z.string(),
      kind: SubmissionKind,
      stored: Files,
      /** Of those, what goes at the next round. */
      due: Files,
      removed: Files,
    }),
  ),
  /** Unpacked images that runners keep. */
  runners: z.array(
    z.object({
      name: z.string(),
      images: z.number().int(),
      bytes: z.number(),
      limitBytes: z.number(),
      freeBytes: z.number(),
      seenAt: Timestamp,
    }),
  ),
});
export type StorageSpace = z.infer<typeof StorageSpace>;
