import type { Readable } from 'node:stream';
import {
  DamagedTar,
  blockBytes,
  headerOf,
  isZero,
  paxRecords,
  rawHeaderOf,
  textOf,
  type Prelude,
  type RawHeader,
  type TarHeader,
} from './tar-header';

/** One entry of a tar stream. Content that is not read is skipped. */
export interface Entry {
  header: TarHeader;
  /** Where its content starts in the stream. */
  offset: number;
  content: AsyncIterable<Uint8Array>;
}

/** Far above any name; a header may not make the reader hold more. */
const preludeBytes = 1024 ** 2;
const nothing: Prelude = { pax: new Map(), longName: '', longLink: '' };

/** The entries of a tar stream. After its end mark the rest is read and ignored, as Go does. @throws DamagedTar */
export async function* tarEntries(source: Readable): AsyncGenerator<Entry> {
  const bytes = new ByteReader(source);
  let prelude = nothing;
  for (;;) {
    const raw = await nextHeader(bytes);
    if (!raw) break;
    const before = await preludeOf(bytes, raw, prelude);
    if (before) {
      prelude = before;
      continue;
    }
    const header = headerOf(raw, prelude);
    prelude = nothing;
    const end = bytes.position + header.size;
    yield { header, offset: bytes.position, content: bytes.until(end) };
    await bytes.skipTo(end + paddingOf(header.size));
  }
  if (prelude !== nothing) throw new DamagedTar('a tar stream ends before the entry that a long name belongs to');
  await bytes.skipAll();
}

const paddingOf = (size: number): number => (blockBytes - (size % blockBytes)) % blockBytes;

/** Null at the end: two blocks of zeros, one at the end of the stream, or the end of the stream itself. */
async function nextHeader(bytes: ByteReader): Promise<RawHeader | null> {
  const block = await bytes.block();
  if (!block) return null;
  if (!isZero(block)) return rawHeaderOf(block);
  const second = await bytes.block();
  if (second && !isZero(second)) throw new DamagedTar('a tar stream goes on after a block of zeros');
  return null;
}

/** Reads a header that is about the next entry; null if this is the entry. */
async function preludeOf(bytes: ByteReader, { flag, size }: RawHeader, prelude: Prelude): Promise<Prelude | null> {
  if (!['x', 'g', 'L', 'K'].includes(flag)) return null;
  if (size > preludeBytes) throw new DamagedTar('a header of a tar stream is too long');
  const content = await bytes.exactly(size);
  await bytes.skipTo(bytes.position + paddingOf(size));
  if (flag === 'x') return { ...prelude, pax: paxRecords(content) };
  if (flag === 'L') return { ...prelude, longName: textOf(content) };
  if (flag === 'K') return { ...prelude, longLink: textOf(content) };
  // Records for all entries that follow: a commit's name, from `git archive`. Readers of images do not apply them.
  paxRecords(content);
  return prelude;
}

/** Reads a stream in pieces of a wanted length. */
class ByteReader {
  private readonly chunks: AsyncIterator<Buffer>;
  private chunk: Buffer = Buffer.alloc(0);
  position = 0;

  constructor(source: Readable) {
    this.chunks = (source as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  }

  /** At most so many bytes; null at the end. */
  private async some(most: number): Promise<Buffer | null> {
    while (this.chunk.length === 0) {
      const next = await this.chunks.next();
      if (next.done) return null;
      this.chunk = next.value;
    }
    const piece = this.chunk.subarray(0, most);
    this.chunk = this.chunk.subarray(piece.length);
    this.position += piece.length;
    return piece;
  }

  async *until(end: number): AsyncGenerator<Uint8Array> {
    while (this.position < end) yield await this.more(end);
  }

  async skipTo(end: number): Promise<void> {
    while (this.position < end) await this.more(end);
  }

  async skipAll(): Promise<void> {
    while ((await this.some(Infinity)) !== null);
  }

  async exactly(length: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for (const end = this.position + length; this.position < end;) pieces.push(await this.more(end));
    return Buffer.concat(pieces);
  }

  /** A header's block, or null where the stream ends. */
  async block(): Promise<Buffer | null> {
    const first = await this.some(blockBytes);
    if (first === null || first.length === blockBytes) return first;
    return Buffer.concat([first, await this.exactly(blockBytes - first.length)]);
  }

  private async more(end: number): Promise<Buffer> {
    const piece = await this.some(end - this.position);
    if (piece === null) throw new DamagedTar('a tar stream ends within an entry');
    return piece;
  }
}
