import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm, stat, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PlatformFault } from '@unblind/contracts';
import type { AssignedFile } from '@unblind/contracts';
import { Refused, type Connection } from './connection';

/** A connection that brings nothing for so long is cut, and another one goes on where it stopped. */
const silentMs = 60_000;

/**
 * Downloads a file of an assignment. A download that is cut goes on where it stopped.
 * @throws PlatformFault if it is not the file of the assignment, Refused
 */
export async function download(connection: Connection, file: AssignedFile, path: string, signal: AbortSignal): Promise<void> {
  // An empty file needs no download.
  await writeFile(path, '', { flag: 'a' });
  await connection.untilAnswered(signal, async () => {
    const from = await sizeOf(path);
    if (from < file.bytes) await fetchRest(connection, file, { path, from, signal });
  });
  const got = await sha256Of(path);
  if (got === file.sha256) return;
  await rm(path, { force: true });
  throw new PlatformFault('storage-unavailable', {
    message: 'A file in the store is not the one that was stored: its sha256 differs.',
    expected: file.sha256,
    got,
    fix: 'Nothing is wrong with your file. Submit it again if this stays; the operator has to check the store.',
  });
}

interface Rest {
  path: string;
  from: number;
  signal: AbortSignal;
}

async function fetchRest(connection: Connection, { href }: AssignedFile, { path, from, signal }: Rest): Promise<void> {
  const silent = new AbortController();
  const timer = setTimeout(() => silent.abort(new Error('no bytes came')), silentMs);
  try {
    const answer = await connection.open(href, from, AbortSignal.any([signal, silent.signal]));
    if (!answer.ok || !answer.body) {
      await answer.body?.cancel();
      // An address of the store that has expired is asked for again.
      throw answer.status === 403 ? new Error('the address of the file has expired') : new Refused(answer.status, null);
    }
    const body = Readable.fromWeb(answer.body);
    body.on('data', () => timer.refresh());
    // Without support for ranges it starts again.
    await pipeline(body, createWriteStream(path, { flags: answer.status === 206 ? 'a' : 'w' }));
  } finally {
    clearTimeout(timer);
  }
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0;
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  const chunks: AsyncIterable<Buffer> = createReadStream(path);
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}
