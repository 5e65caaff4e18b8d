import { ContractBinding, FaultDetail, FormValues, Inspection, StoredManifest } from '@unblind/contracts';
import { UnpackedImageFacts } from '@unblind/sandbox';
import { z } from 'zod';

/** What the reader process is asked to do with one file of a participant. Paths are those that the process sees. */
export const ReaderTask = z.discriminatedUnion('read', [
  z.object({ read: z.literal('model'), path: z.string(), manifest: StoredManifest }),
  z.object({
    read: z.literal('predictions'),
    path: z.string(),
    filename: z.string(),
    manifest: StoredManifest,
    form: FormValues,
    rows: z.number(),
    entries: z.number(),
  }),
  z.object({
    read: z.literal('image'),
    path: z.string(),
    root: z.string(),
    limits: z.object({ unpackedBytes: z.number(), entries: z.number() }),
  }),
]);
export type ReaderTask = z.infer<typeof ReaderTask>;

/** The last line of what the process prints, before the bytes of the tensors. */
export const ReaderAnswer = z.union([
  z.strictObject({ fault: FaultDetail }),
  z.strictObject({ inspection: Inspection, binding: ContractBinding }),
  z.strictObject({
    tensors: z.array(z.strictObject({ name: z.string().regex(/^\w{1,64}$/), bytes: z.number().int().nonnegative() })).max(64),
  }),
  z.strictObject({ image: UnpackedImageFacts }),
]);
export type ReaderAnswer = z.infer<typeof ReaderAnswer>;

/** Printed before the file is opened: whatever ends the process later is the file's doing. */
export const readyLine = 'ready';
