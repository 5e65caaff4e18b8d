import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import yauzl from 'yauzl';
import type { SourceFile, ZipArchive } from './source-file';

/** A file on disk, by its path, or one that is in memory. */
export class LocalFile implements SourceFile {
  /** How much of the file has been read, as it lies on disk. */
  bytesRead = 0;

  constructor(private readonly source: string | Uint8Array) {}

  async size(): Promise<number> {
    return typeof this.source === 'string' ? (await stat(this.source)).size : this.source.length;
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    if (typeof this.source !== 'string') return this.source.subarray(start, end);
    const file = await open(this.source, 'r');
    try {
      const bytes = Buffer.alloc(Math.max(0, Math.min(end, (await file.stat()).size) - start));
      for (let done = 0; done < bytes.length;) {
        const { bytesRead } = await file.read(bytes, done, bytes.length - done, start + done);
        if (bytesRead === 0) return bytes.subarray(0, done);
        done += bytesRead;
      }
      return bytes;
    } finally {
      await file.close();
    }
  }

  async *content(): AsyncGenerator<Uint8Array> {
    const chunks: AsyncIterable<Uint8Array> | Uint8Array[] =
      typeof this.source === 'string' ? createReadStream(this.source) : [this.source];
    for await (const chunk of chunks) {
      this.bytesRead += chunk.length;
      yield chunk;
    }
  }

  async *gunzipped(): AsyncGenerator<Uint8Array> {
    const gunzip = createGunzip();
    const written = pipeline(this.content(), gunzip);
    // Its error is that of reading from it.
    written.catch(() => undefined);
    yield* gunzip as AsyncIterable<Uint8Array>;
  }

  async zip(): Promise<ZipArchive> {
    const options = { lazyEntries: true, autoClose: false };
    const { source } = this;
    const zip = await (typeof source === 'string'
      ? yauzl.openPromise(source, options)
      : yauzl.fromBufferPromise(Buffer.from(source.buffer, source.byteOffset, source.byteLength), options));
    return { entryCount: zip.entryCount, entries: () => entriesOf(zip), close: () => zip.close() };
  }
}

async function* entriesOf(zip: yauzl.ZipFile) {
  for await (const entry of zip.eachEntry()) {
    async function* content(): AsyncGenerator<Uint8Array> {
      yield* (await zip.openReadStreamPromise(entry)) as AsyncIterable<Uint8Array>;
    }
    yield { name: entry.fileName, bytes: entry.uncompressedSize, content };
  }
}
