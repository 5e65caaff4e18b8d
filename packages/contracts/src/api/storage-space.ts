import { z } from 'zod';
import { SubmissionKind } from '../manifest';
import { Timestamp } from './common';

const Files = z.object({ files: z.number().int(), bytes: z.number() });

/** For organisers: disk space taken by submissions and unpacked images, and when image archives are deleted. */
export const StorageSpace = z.object({
  /** Days after the end of its evaluation until an archive is deleted; null: archives are kept. */
  archiveDays: z.number().int().nullable(),
  submissions: z.array(
    z.object({
      challenge: z.string(),
      kind: SubmissionKind,
      stored: Files,
      /** The part that the next round deletes. */
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
