import { errorCode } from '../errors';
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Writes `source` to a temporary file and renames it to the target, so that a reader or a crash never sees half a file. If `source` or
 * `through` fails, nothing is left behind.
 */
export async function writeAtomically(target: string, temporaryDirectory: string, source: Readable, through: Transform): Promise<void> {
  const temporary = join(temporaryDirectory, `${randomUUID()}.tmp`);
  try {
    await pipeline(source, through, createWriteStream(temporary, { flags: 'wx', mode: 0o600, flush: true }));
    await moveIntoPlace(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Renames a complete, flushed file to `target` and flushes the folder, so that the name survives a power cut. */
export async function moveIntoPlace(temporary: string, target: string): Promise<void> {
  const folder = dirname(target);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await rename(temporary, target);
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export function isMissing(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}
