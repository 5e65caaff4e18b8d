import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { pack, type Header } from 'tar-stream';
import { architectureName } from './platform';

/** A tar entry: `content` for files, and the header fields of tar-stream. */
export type TarEntry = Partial<Header> & { name: string; content?: string | Uint8Array };

export interface ImageParts {
  /** The tar stream of each layer. */
  layers: Uint8Array[];
  config?: Record<string, unknown>;
  architecture?: string;
}

export async function tarOf(entries: readonly TarEntry[]): Promise<Buffer> {
  const archive = pack();
  // A fixed time, so that the same content gives the same digest.
  const mtime = new Date(0);
  for (const { content, ...header } of entries) {
    if (content === undefined) archive.entry({ mtime, ...header });
    else archive.entry({ mtime, ...header, size: Buffer.byteLength(content) }, content);
  }
  archive.finalize();
  return buffer(archive);
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

function configOf({ layers, config = {}, architecture = architectureName() }: ImageParts): Buffer {
  const diff_ids = layers.map((layer) => `sha256:${sha256(layer)}`);
  return json({ architecture, os: 'linux', config, rootfs: { type: 'layers', diff_ids } });
}

/** An image as an OCI layout, as written by `skopeo copy ... oci-archive:` and by `docker save` since version 25. */
export function ociEntries(parts: ImageParts): TarEntry[] {
  const config = configOf(parts);
  const blobs = parts.layers.map((layer) => gzipSync(layer));
  const describe = (mediaType: string, bytes: Uint8Array) => ({ mediaType, digest: `sha256:${sha256(bytes)}`, size: bytes.length });
  const type = (name: string) => `application/vnd.oci.image.${name}`;
  const manifest = json({
    schemaVersion: 2,
    mediaType: type('manifest.v1+json'),
    config: describe(type('config.v1+json'), config),
    layers: blobs.map((blob) => describe(type('layer.v1.tar+gzip'), blob)),
  });
  const index = json({ schemaVersion: 2, manifests: [describe(type('manifest.v1+json'), manifest)] });
  // Layers with the same content share one blob.
  const files = new Map([config, manifest, ...blobs].map((blob) => [`blobs/sha256/${sha256(blob)}`, blob]));
  return [
    { name: 'oci-layout', content: '{"imageLayoutVersion":"1.0.0"}' },
    { name: 'index.json', content: index },
    ...[...files].map(([name, content]) => ({ name, content })),
  ];
}

/** An image as `docker save` wrote it before version 25. */
export function dockerEntries(parts: ImageParts): TarEntry[] {
  const config = configOf(parts);
  const layers = parts.layers.map((layer) => ({ name: `${sha256(layer)}/layer.tar`, content: layer }));
  const manifest = [{ Config: `${sha256(config)}.json`, RepoTags: null, Layers: layers.map(({ name }) => name) }];
  return [{ name: `${sha256(config)}.json`, content: config }, ...layers, { name: 'manifest.json', content: json(manifest) }];
}
