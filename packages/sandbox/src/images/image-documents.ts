import { ParticipantFault } from '@unblind/contracts';
import { z } from 'zod';
import { readJson, type Archive } from './archive';
import { printable } from './image-fault';
import { formatLimits } from './image-limits';

const Digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'a digest of the form sha256:...');
const Platform = z.object({ architecture: z.string(), os: z.string(), variant: z.string().optional() });
const Descriptor = z.object({
  mediaType: z.string().default(''),
  digest: Digest,
  size: z.number().int().nonnegative(),
  platform: Platform.nullish(),
  urls: z.array(z.string()).nullish(),
  annotations: z.record(z.string(), z.string()).nullish(),
  artifactType: z.string().nullish(),
});
export type Descriptor = z.infer<typeof Descriptor>;

export const Index = z.object({ schemaVersion: z.literal(2), manifests: z.array(Descriptor).max(100) });
export const ImageManifest = z.object({
  schemaVersion: z.literal(2),
  config: Descriptor,
  layers: z.array(Descriptor).max(formatLimits.layers),
  artifactType: z.string().nullish(),
  subject: z.unknown().optional(),
});
export type ImageManifest = z.infer<typeof ImageManifest>;
export const ImageConfig = z.object({
  architecture: z.string(),
  os: z.string(),
  rootfs: z.object({ type: z.literal('layers'), diff_ids: z.array(Digest) }),
  config: z
    .object({
      Env: z.array(z.string()).nullish(),
      Entrypoint: z.array(z.string()).nullish(),
      Cmd: z.array(z.string()).nullish(),
      WorkingDir: z.string().nullish(),
    })
    .nullish(),
});
export type ImageConfig = z.infer<typeof ImageConfig>;

export const blob = (digest: string): string => `blobs/sha256/${digest.slice('sha256:'.length)}`;

export async function readBlob<T>(
  archive: Archive,
  { digest, size }: Pick<Descriptor, 'digest' | 'size'>,
  shape: z.ZodType<T>,
): Promise<T> {
  const read = await readJson(archive, blob(digest), shape);
  if (read.digest !== digest || read.bytes !== size) throw wrongDigest(blob(digest), digest, read.digest);
  return read.value;
}

export function wrongDigest(subject: string, expected: string, got: string): ParticipantFault {
  const shown = printable(subject);
  return new ParticipantFault('image-digest-mismatch', {
    message: `${shown} is not what its digest says`,
    expected: printable(expected),
    got,
    subject: shown,
    fix: 'The archive was changed or damaged after it was saved: save and send it again.',
  });
}
