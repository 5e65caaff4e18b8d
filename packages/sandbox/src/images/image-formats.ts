import { z } from 'zod';
import { readJson, type Archive } from './archive';
import { entryPath } from './entry-path';
import { findImage } from './find-image';
import { ImageConfig, blob, readBlob, wrongDigest, type Descriptor } from './image-documents';
import { invalidImage, printable } from './image-fault';
import { formatLimits } from './image-limits';

const DockerManifest = z.array(z.object({ Config: z.string(), Layers: z.array(z.string()).max(formatLimits.layers) }));

export interface Layer {
  /** In the archive. */
  file: string;
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

async function readOciLayout(archive: Archive, architecture: string): Promise<ImagePlan> {
  const { digest, manifest } = await findImage(archive, architecture);
  const config = await readBlob(archive, manifest.config, ImageConfig);
  return { digest, config, layers: pair(manifest.layers.map(ociLayer), config) };
}

function ociLayer({ digest, urls }: Descriptor): Omit<Layer, 'diffId'> {
  if (urls && urls.length > 0) throw invalidImage('a layer is not in the archive: it has a URL to download it from', { subject: digest });
  return { file: blob(digest), digest };
}

async function readDockerArchive(archive: Archive): Promise<ImagePlan> {
  const { value: listed } = await readJson(archive, 'manifest.json', DockerManifest);
  // One image that was saved under two tags.
  const images = [...new Map(listed.map((image) => [JSON.stringify([image.Config, image.Layers]), image])).values()];
  const [image] = images;
  if (!image || images.length !== 1)
    throw invalidImage(`the archive holds ${images.length} images`, { expected: 'one image', fix: 'Name one image to `docker save`.' });
  const config = inArchive(image.Config);
  const { value, digest } = await readJson(archive, config, ImageConfig);
  // docker names the file by its digest, jib and people do not.
  const named = /^(?:sha256:|blobs\/sha256\/)?([0-9a-f]{64})(?:\.json)?$/.exec(config)?.[1];
  if (named !== undefined && `sha256:${named}` !== digest) throw wrongDigest(image.Config, named, digest);
  return {
    digest,
    config: value,
    layers: pair(
      image.Layers.map((file) => ({ file: inArchive(file), digest: null })),
      value,
    ),
  };
}

/** Names in the manifest are written as people write paths. */
const inArchive = (name: string): string => entryPath(name).join('/');

function pair(layers: readonly Omit<Layer, 'diffId'>[], { rootfs }: ImageConfig): Layer[] {
  if (layers.length === 0 || layers.length !== rootfs.diff_ids.length)
    throw invalidImage(`the image has ${layers.length} layers and ${rootfs.diff_ids.length} digests for them`);
  return layers.map((layer, at) => ({ ...layer, diffId: rootfs.diff_ids[at] ?? '' }));
}
