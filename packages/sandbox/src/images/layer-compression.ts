import type { Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { compressionOf, fileStart, type Archive } from './archive';
import { invalidImage, printable } from './image-fault';

/**
 * What decompresses a stored layer; null for a plain tar. Told by the layer's first bytes: docker archives state no compression, and
 * builders (crane, kaniko, jib, bazel) store compressed layers in them. @throws ParticipantFault for a compression other than gzip
 */
export async function decompressorOf(archive: Archive, file: string): Promise<Transform | null> {
  const kind = compressionOf(await fileStart(archive, file));
  if (kind === null) return null;
  if (kind === 'gzip') return createGunzip();
  throw invalidImage('a layer has an unsupported compression', {
    expected: 'tar or tar+gzip',
    got: kind,
    subject: printable(file),
    fix: 'Save the image with gzip: `skopeo copy --dest-compress-format gzip`, or `docker save`.',
  });
}
