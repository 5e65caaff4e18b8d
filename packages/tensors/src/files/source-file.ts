/** A file that is read in parts: on disk, in memory, or chosen in a browser. */
export interface SourceFile {
  size(): Promise<number>;
  /** Bytes [start, end), fewer at the end of the file. */
  read(start: number, end: number): Promise<Uint8Array>;
  content(): AsyncIterable<Uint8Array>;
  /** The content of a gzip file. */
  gunzipped(): AsyncIterable<Uint8Array>;
  /** @throws Error where it is no zip archive */
  zip(): Promise<ZipArchive>;
}

export interface ZipArchive {
  readonly entryCount: number;
  entries(): AsyncIterable<ZipEntry>;
  close(): void;
}

export interface ZipEntry {
  readonly name: string;
  /** Once unpacked, as the archive says; another size is an error of its content. */
  readonly bytes: number;
  content(): AsyncIterable<Uint8Array>;
}

/** Whether a file begins with these bytes. */
export async function begins(file: SourceFile, ...bytes: readonly number[]): Promise<boolean> {
  const start = await file.read(0, bytes.length);
  return bytes.every((byte, at) => start[at] === byte);
}

/** One array of all that comes. */
export async function gathered(content: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of content) chunks.push(chunk);
  const all = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** A browser has no means to read this file; the platform may have. No fault of the file. */
export class NotReadHere extends Error {}
