import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoadedEvaluation } from '@unblind/assignments';
import { PlatformFault } from '@unblind/contracts';
import type { Storage } from '@unblind/storage';

export type SubmittedFile = LoadedEvaluation['files'][number];

/**
 * Downloads a submitted file and checks that it is the one that was uploaded, each time before it is read or run.
 * @returns its size @throws PlatformFault if its digest differs
 */
export async function fetchFile(storage: Storage, { key, sha256, filename }: SubmittedFile, path: string): Promise<number> {
  const fetched = await storage.area('submissions').download(key, path);
  if (fetched.sha256 === sha256) return fetched.bytes;
  await rm(path, { force: true });
  throw new PlatformFault('storage-unavailable', {
    message: `${filename} in the store is not the file that was uploaded: its sha256 differs.`,
    subject: filename,
    expected: sha256,
    got: fetched.sha256,
    fix: 'Nothing is wrong with your file. Submit it again if this stays; the operator has to check the store.',
  });
}

/** Fetches each file of a submission, passes it to `use` and removes it. */
export async function withFiles<T>(
  { storage, work }: { storage: Storage; work: string },
  { id, files }: LoadedEvaluation,
  use: (path: string, filename: string) => Promise<T>,
): Promise<T[]> {
  const results: T[] = [];
  for (const [at, file] of files.entries()) {
    const path = join(work, `${id}-inspect-${at}`);
    try {
      await fetchFile(storage, file, path);
      results.push(await use(path, file.filename));
    } finally {
      await rm(path, { force: true });
    }
  }
  return results;
}
