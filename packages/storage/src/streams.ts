import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StorageError } from './errors';

export function asReadable(data: Buffer | Readable): Readable {
  return data instanceof Readable ? data : Readable.from([data], { objectMode: false });
}

export interface Expected {
  /** Hex, any case. */
  sha256?: string;
  bytes?: number;
}

/** Passes bytes through, counting and hashing them; fails the stream as soon as it differs from what was expected. */
export function meter(expected: Expected = {}): { through: Transform; result: () => { bytes: number; sha256: string } } {
  const hash = createHash('sha256');
  let bytes = 0;
  let sha256 = '';
  const limit = expected.bytes ?? Infinity;
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      hash.update(chunk);
      if (bytes > limit) done(new PartSizeError(limit, bytes));
      else done(null, chunk);
    },
    flush(done) {
      sha256 = hash.digest('hex');
      if (expected.bytes !== undefined && bytes !== expected.bytes) done(new PartSizeError(expected.bytes, bytes));
      else done(checksumError(expected.sha256, sha256));
    },
  });
  return { through, result: () => ({ bytes, sha256 }) };
}

export class PartSizeError extends Error {
  constructor(
    readonly expected: number,
    readonly got: number,
  ) {
    super(`Expected exactly ${expected} bytes, got ${got}.`);
    this.name = 'PartSizeError';
  }
}

function checksumError(expected: string | undefined, got: string): StorageError | null {
  if (expected === undefined || expected.toLowerCase() === got) return null;
  const message = `Expected data with sha256 ${expected}, got ${got}.`;
  return new StorageError('checksum-mismatch', message, 'The data was changed in transit: send it again.');
}

export async function sha256Of(stream: Readable): Promise<string> {
  const hash = createHash('sha256');
  const chunks: AsyncIterable<Buffer> = stream;
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

/** Writes a stream to a file that appears complete or not at all. */
export async function downloadTo(stream: Readable, path: string): Promise<{ bytes: number; sha256: string }> {
  const partial = `${path}.${randomUUID()}.partial`;
  const { through, result } = meter();
  try {
    await pipeline(stream, through, createWriteStream(partial));
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
  return result();
}

/** Cuts a stream into buffers of exactly `bytes`, the last one shorter. */
export async function* inChunks(stream: Readable, bytes: number): AsyncGenerator<Buffer> {
  let pending: Buffer[] = [];
  let length = 0;
  const source: AsyncIterable<Buffer> = stream;
  for await (const data of source) {
    let chunk = data;
    while (length + chunk.length >= bytes) {
      const cut = bytes - length;
      yield Buffer.concat([...pending, chunk.subarray(0, cut)]);
      chunk = chunk.subarray(cut);
      [pending, length] = [[], 0];
    }
    if (chunk.length > 0) pending.push(chunk);
    length += chunk.length;
  }
  if (length > 0) yield Buffer.concat(pending);
}
