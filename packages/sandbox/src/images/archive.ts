import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path/posix';
import { PassThrough, type Readable } from 'node:stream';
import { z } from 'zod';
import { climbsOut, entryPath } from './entry-path';
import { invalidImage, printable, refusedEntry } from './image-fault';
import { formatLimits } from './image-limits';
import { DamagedTar } from './tar-header';
import { tarEntries, type Entry } from './tar-reader';

/** Where a file lies in an archive. */
interface Extent {
  offset: number;
  bytes: number;
}

/** The archive of an image on this machine. Its files are read in place, without unpacking. */
export interface Archive {
  path: string;
  files: ReadonlyMap<string, Extent>;
}

const compressed = {
  gzip: Buffer.of(0x1f, 0x8b),
  zstd: Buffer.of(0x28, 0xb5, 0x2f, 0xfd),
  xz: Buffer.of(0xfd, 0x37, 0x7a, 0x58),
  bzip2: Buffer.from('BZh'),
  zip: Buffer.from('PK\u0003\u0004'),
};

const magicBytes = 4;

/** How a file is compressed, by its first bytes; null if it is not. */
export function compressionOf(start: Buffer): string | null {
  const [kind] = Object.entries(compressed).find(([, magic]) => start.subarray(0, magic.length).equals(magic)) ?? [];
  return kind ?? null;
}

/** Lists an archive. @throws ParticipantFault for an entry that does not belong in an image archive, or a name that appears twice */
export async function openArchive(path: string): Promise<Archive> {
  await refuseCompressed(path);
  const files = new Map<string, Extent>();
  const links = new Map<string, string>();
  let entries = 0;
  await eachEntry(createReadStream(path), async (entry) => {
    const { name, type, size } = entry.header;
    if (++entries > formatLimits.archiveEntries)
      throw refusedEntry(name, `the archive has more than ${formatLimits.archiveEntries} entries`);
    const key = entryPath(name).join('/');
    if (type === 'directory') return;
    if (files.has(key) || links.has(key)) throw refusedEntry(name, 'the archive holds this name twice');
    if (type === 'symlink') return void links.set(key, insideTarget(name, key, entry.header.linkname));
    if (type === 'link') return void links.set(key, entryPath(entry.header.linkname, name).join('/'));
    if (type !== 'file') throw refusedEntry(name, 'an image archive consists of plain files');
    files.set(key, { offset: entry.offset, bytes: size });
  });
  const stored = new Map(files);
  for (const name of links.keys()) {
    const extent = stored.get(endOf(name, links));
    if (extent) files.set(name, extent);
  }
  return { path, files };
}

/** Where a chain of links ends; one that goes in circles ends at a link. */
function endOf(name: string, links: ReadonlyMap<string, string>): string {
  let at = name;
  for (let steps = 0; steps < formatLimits.links; steps++) {
    const next = links.get(at);
    if (next === undefined) return at;
    at = next;
  }
  return at;
}

/** `docker save | gzip` is common; without this check the archive would only be reported as damaged. */
async function refuseCompressed(path: string): Promise<void> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(magicBytes), 0, magicBytes, 0);
    const kind = compressionOf(buffer);
    if (kind !== null)
      throw invalidImage('the archive is compressed as a whole', {
        expected: 'a tar archive',
        got: kind,
        fix: 'Decompress it and send the .tar: its layers may be compressed, the archive is not.',
      });
  } finally {
    await file.close();
  }
}

/** podman and older versions of docker write a layer once and link to it. A link may only point to a file in the archive. */
function insideTarget(name: string, key: string, target: string): string {
  if (target.startsWith('/') || climbsOut(key.split('/'), target)) throw refusedEntry(name, 'it is a link out of the archive');
  return join(dirname(key), target);
}

/** Calls `use` for each entry of a tar stream in turn; content that `use` does not read is skipped. */
export async function eachEntry(source: Readable, use: (entry: Entry) => Promise<void>): Promise<void> {
  try {
    for await (const entry of tarEntries(source)) {
      refuseSparse(entry);
      await use(entry);
    }
  } catch (error) {
    throw asImageFault(error);
  } finally {
    source.destroy();
  }
}

/** GNU tar stores a file with holes under another name, with a map of the holes in front of its content. */
function refuseSparse({ header: { name, pax } }: Entry): void {
  if (![...pax.keys()].some((key) => key.startsWith('GNU.sparse.'))) return;
  const shown = pax.get('GNU.sparse.name') ?? name;
  throw refusedEntry(shown, 'it is stored as a sparse file (GNU.sparse)', 'Write the archive without --sparse (-S of tar).');
}

/** Turns errors about the data, of the tar reader and of zlib, into a fault. */
function asImageFault(error: unknown): unknown {
  const isZlibs = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
  if (error instanceof DamagedTar || isZlibs)
    return invalidImage('the archive, or one of its layers, is damaged or incomplete', { got: error.message });
  return error;
}

export function fileStream({ path, files }: Archive, name: string): Readable {
  const extent = files.get(name);
  if (!extent) throw invalidImage(`the archive lacks ${printable(name)}`, { subject: printable(name) });
  if (extent.bytes === 0) return new PassThrough().end();
  return createReadStream(path, { start: extent.offset, end: extent.offset + extent.bytes - 1 });
}

/** The first bytes of a file of the archive. */
export async function fileStart(archive: Archive, name: string): Promise<Buffer> {
  const start: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of fileStream(archive, name) as AsyncIterable<Buffer>) {
    start.push(chunk);
    bytes += chunk.length;
    if (bytes >= magicBytes) break;
  }
  return Buffer.concat(start).subarray(0, magicBytes);
}

/** Reads a JSON file of the archive with its digest. @throws ParticipantFault if it is missing, too long or of the wrong form */
export async function readJson<T>(
  archive: Archive,
  name: string,
  shape: z.ZodType<T>,
): Promise<{ value: T; digest: string; bytes: number }> {
  const bytes = archive.files.get(name)?.bytes ?? 0;
  if (bytes > formatLimits.jsonBytes) throw invalidImage(`${printable(name)} is longer than ${formatLimits.jsonBytes} bytes`);
  const parts: Buffer[] = [];
  const content: AsyncIterable<Buffer> = fileStream(archive, name);
  for await (const part of content) parts.push(part);
  const text = Buffer.concat(parts);
  const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  const parsed = shape.safeParse(parseJson(text.toString('utf8')));
  if (parsed.success) return { value: parsed.data, digest, bytes };
  const issue = parsed.error.issues[0];
  throw invalidImage(`${printable(name)} does not have the form that the image format requires`, {
    subject: printable(name),
    got: printable(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'no JSON'}`),
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
