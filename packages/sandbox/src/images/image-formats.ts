import { ParticipantFault } from '@unblind/contracts';
import { z } from 'zod';
import { readJson, type Archive } from './archive';
import { invalidImage, printable } from './image-fault';
import { formatLimits } from './image-limits';

const Digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'a digest of the form sha256:...');
const Platform = z.object({ architecture: z.string(), os: z.string() });
const Descriptor = z.object({
  mediaType: z.string(),
  digest: Digest,
  size: z.number().int().nonnegative(),
  platform: Platform.optional(),
  urls: z.array(z.string()).optional(),
  annotations: z.record(z.string(), z.string()).optional(),
});
type Descriptor = z.infer<typeof Descriptor>;

const Index = z.object({ schemaVersion: z.literal(2), manifests: z.array(Descriptor).max(100) });
const ImageManifest = z.object({
  schemaVersion: z.literal(2),
  config: Descriptor,
  layers: z.array(Descriptor).max(formatLimits.layers),
});
const DockerManifest = z.array(z.object({ Config: z.string(), Layers: z.array(z.string()).max(formatLimits.layers) }));

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

export interface Layer {
  /** In the archive. */
  file: string;
  gzip: boolean;
  /** Digest of the stored file; null if the format has none (`docker save` before version 25). */
  digest: string | null;
  /** Digest of the uncompressed tar stream. */
  diffId: string;
}

/** The contents of the image as its archive declares them, before the layers are read. */
export interface ImagePlan {
  /** The digest that identifies the image: of its manifest, or of its config if the format has no manifest. */
  digest: string;
  config: ImageConfig;
  layers: Layer[];
}

/** @throws ParticipantFault */
export async function readPlan(archive: Archive, architecture: string): Promise<ImagePlan> {
  if (archive.files.has('index.json')) return readOciLayout(archive, architecture);
  if (archive.files.has('manifest.json')) return readDockerArchive(archive);
  throw invalidImage('this is not the archive of an image', {
    expected: 'a tar archive with index.json (OCI layout) or manifest.json (docker save)',
    got: printable([...archive.files.keys()].slice(0, 5).join(', ') || 'an empty archive'),
  });
}

const blob = (digest: string): string => `blobs/sha256/${digest.slice('sha256:'.length)}`;

async function readOciLayout(archive: Archive, architecture: string): Promise<ImagePlan> {
  let { value: index } = await readJson(archive, 'index.json', Index);
  const [only] = index.manifests;
  // Docker 25 and newer, and multi-platform builds, wrap the manifests in an index of their own.
  if (index.manifests.length === 1 && only && /index|manifest\.list/.test(only.mediaType)) index = await readBlob(archive, only, Index);
  const descriptor = choose(index.manifests, architecture);
  const manifest = await readBlob(archive, descriptor, ImageManifest);
  const config = await readBlob(archive, manifest.config, ImageConfig);
  return { digest: descriptor.digest, config, layers: pair(manifest.layers.map(ociLayer), config) };
}

/** The image for this machine's architecture. Attestations, which buildx adds, have no platform and are ignored. */
function choose(manifests: readonly Descriptor[], architecture: string): Descriptor {
  const images = manifests.filter(({ annotations, platform }) => !annotations?.['vnd.docker.reference.type'] && platform?.os !== 'unknown');
  const fitting = images.length === 1 ? images : images.filter(({ platform }) => platform?.architecture === architecture);
  const [first] = fitting;
  if (first && fitting.length === 1) return first;
  throw invalidImage(`the archive holds ${images.length} images, ${fitting.length} of them for ${architecture}`, {
    expected: `one image for linux/${architecture}`,
    fix: 'Save one image into the archive.',
  });
}

async function readBlob<T>(archive: Archive, { digest, size }: Descriptor, shape: z.ZodType<T>): Promise<T> {
  const read = await readJson(archive, blob(digest), shape);
  if (read.digest !== digest || read.bytes !== size) throw wrongDigest(blob(digest), digest, read.digest);
  return read.value;
}

function ociLayer({ mediaType, digest, urls }: Descriptor): Omit<Layer, 'diffId'> {
  if (urls && urls.length > 0) throw invalidImage('a layer is not in the archive: it has a URL to download it from', { subject: digest });
  const gzip = /[+.]gzip$/.test(mediaType);
  if (!gzip && !/tar$/.test(mediaType))
    throw invalidImage('a layer has an unsupported compression', {
      expected: 'tar or tar+gzip',
      got: printable(mediaType),
      subject: digest,
      fix: 'Save the image with gzip: `skopeo copy --dest-compress-format gzip`, or `docker save`.',
    });
  return { file: blob(digest), gzip, digest };
}

async function readDockerArchive(archive: Archive): Promise<ImagePlan> {
  const { value: images } = await readJson(archive, 'manifest.json', DockerManifest);
  const [image] = images;
  if (!image || images.length !== 1)
    throw invalidImage(`the archive holds ${images.length} images`, { expected: 'one image', fix: 'Name one image to `docker save`.' });
  const { value: config, digest } = await readJson(archive, image.Config, ImageConfig);
  const named = /([0-9a-f]{64})(\.json)?$/.exec(image.Config)?.[1];
  if (named === undefined || `sha256:${named}` !== digest) throw wrongDigest(image.Config, named ?? 'a name that is a digest', digest);
  return {
    digest,
    config,
    layers: pair(
      image.Layers.map((file) => ({ file, gzip: false, digest: null })),
      config,
    ),
  };
}

function pair(layers: readonly Omit<Layer, 'diffId'>[], { rootfs }: ImageConfig): Layer[] {
  if (layers.length === 0 || layers.length !== rootfs.diff_ids.length)
    throw invalidImage(`the image has ${layers.length} layers and ${rootfs.diff_ids.length} digests for them`);
  return layers.map((layer, at) => ({ ...layer, diffId: rootfs.diff_ids[at] ?? '' }));
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
