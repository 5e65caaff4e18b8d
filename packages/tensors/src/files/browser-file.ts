import { NotReadHere, type SourceFile, type ZipArchive } from './source-file';
import { zipDirectory } from './zip-directory';

/** A file that was chosen in a browser. Nothing is held of it but what is asked for. */
export class BrowserFile implements SourceFile {
  constructor(private readonly blob: Blob) {}

  size(): Promise<number> {
    return Promise.resolve(this.blob.size);
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    return new Uint8Array(await this.blob.slice(start, end).arrayBuffer());
  }

  content(): AsyncIterable<Uint8Array> {
    return chunksOf(this.blob.stream());
  }

  gunzipped(): AsyncIterable<Uint8Array> {
    return unpacked(this.blob, 'gzip');
  }

  async zip(): Promise<ZipArchive> {
    const entries = await zipDirectory(this, (start, end) => unpacked(this.blob.slice(start, end), 'deflate-raw'));
    async function* each() {
      yield* entries;
    }
    return { entryCount: entries.length, entries: each, close: () => undefined };
  }
}

/** Not every browser can iterate over a stream. */
async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value;
  } finally {
    await reader.cancel();
  }
}

/** What a browser calls damaged may be two gzip files in a row, which others read. */
async function* unpacked(blob: Blob, format: 'gzip' | 'deflate-raw'): AsyncGenerator<Uint8Array> {
  const reader = blob.stream().pipeThrough(new DecompressionStream(format)).getReader();
  const next = () =>
    reader.read().catch(() => {
      throw new NotReadHere(`This browser cannot unpack the file.`);
    });
  try {
    for (let piece = await next(); !piece.done; piece = await next()) yield piece.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
