import { readJson, type Archive } from './archive';
import { ImageConfig, ImageManifest, Index, blob, readBlob, type Descriptor } from './image-documents';
import { invalidImage } from './image-fault';
import { canonicalArchitecture } from './platform';

/** An index may list indexes: docker, multi-platform builds and signed images write two levels. */
const deepest = 4;
const mostManifests = 200;

interface Found {
  digest: string;
  manifest: ImageManifest;
  architecture: string;
  hasVariant: boolean;
}

/** The one image of an OCI layout for an architecture. What builders put beside it (attestations, SBOMs, signatures) is passed over. */
export async function findImage(archive: Archive, architecture: string): Promise<Pick<Found, 'digest' | 'manifest'>> {
  const { value: index } = await readJson(archive, 'index.json', Index);
  const listed = new Map<string, Descriptor>();
  await listManifests(archive, index.manifests, listed, 1);
  const images: Found[] = [];
  for (const descriptor of listed.values()) {
    const found = await imageOf(archive, descriptor);
    if (found) images.push(found);
  }
  const fitting = images.length === 1 ? images : images.filter((image) => image.architecture === architecture);
  const plain = fitting.length === 1 ? fitting : fitting.filter(({ hasVariant }) => !hasVariant);
  const [first] = plain;
  if (first && plain.length === 1) return first;
  throw invalidImage(`the archive holds ${images.length} images, ${fitting.length} of them for ${architecture}`, {
    expected: `one image for linux/${architecture}`,
    fix: 'Save one image into the archive.',
  });
}

const isIndex = ({ mediaType }: Descriptor): boolean => /index|manifest\.list/.test(mediaType);

/** Every manifest below an index, each digest once: an image may have several tags. What the archive does not hold is of no use. */
async function listManifests(archive: Archive, descriptors: readonly Descriptor[], listed: Map<string, Descriptor>, depth: number) {
  const isAlone = descriptors.length === 1;
  for (const descriptor of descriptors) {
    if (listed.has(descriptor.digest) || (!isAlone && !archive.files.has(blob(descriptor.digest)))) continue;
    if (!isIndex(descriptor)) listed.set(descriptor.digest, descriptor);
    else if (depth >= deepest) throw invalidImage(`its indexes are nested more than ${deepest} deep`);
    else await listManifests(archive, (await readBlob(archive, descriptor, Index)).manifests, listed, depth + 1);
    if (listed.size > mostManifests) throw invalidImage(`its indexes list more than ${mostManifests} manifests`);
  }
}

const configTypes = /^(application\/vnd\.oci\.image\.config\.v1\+json|application\/vnd\.docker\.container\.image\.v1\+json|)$/;
const layerTypes = /(^$|tar|diff|layer)/;

/** Null for what is no image: it says so, or its config or layers are of other types. */
async function imageOf(archive: Archive, descriptor: Descriptor): Promise<Found | null> {
  if (isBesideAnImage(descriptor)) return null;
  const manifest = await readBlob(archive, descriptor, ImageManifest);
  if (!isOfAnImage(manifest)) return null;
  const { digest, platform } = descriptor;
  const architecture = platform?.architecture ?? (await readBlob(archive, manifest.config, ImageConfig)).architecture;
  return { digest, manifest, architecture: canonicalArchitecture(architecture), hasVariant: (platform?.variant ?? '') !== '' };
}

const isBesideAnImage = ({ mediaType, annotations, platform, artifactType }: Descriptor): boolean =>
  /artifact/.test(mediaType) ||
  annotations?.['vnd.docker.reference.type'] !== undefined ||
  platform?.os === 'unknown' ||
  (artifactType ?? '') !== '';

function isOfAnImage({ config, layers, artifactType, subject }: ImageManifest): boolean {
  if (artifactType || subject || !configTypes.test(config.mediaType)) return false;
  return layers.length === 0 || layers.some(({ mediaType }) => layerTypes.test(mediaType));
}
