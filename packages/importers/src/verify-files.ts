import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { refuse } from './faults';
import type { SourceFile } from './importer';

export interface VerifiedFile {
  name: string;
  bytes: number;
  sha256: string;
  /** `unknown`: the source announces none that is known here. */
  checksum: 'verified' | 'unknown';
}

/** Reads each file once and compares its sha256 with the announced one, where there is one. @throws ParticipantFault */
export async function verifyFiles(
  files: readonly SourceFile[],
  checksums: Readonly<Record<string, string>>,
  onProgress: (done: number, total: number) => void,
): Promise<VerifiedFile[]> {
  const sizes = await Promise.all(files.map(async ({ path }) => (await stat(path)).size));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const verified: VerifiedFile[] = [];
  let done = 0;
  for (const [i, file] of files.entries()) {
    const hash = createHash('sha256');
    for await (const part of createReadStream(file.path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
      hash.update(part);
      done += part.length;
      onProgress(done, total);
    }
    const sha256 = hash.digest('hex');
    const expected = checksums[file.name];
    if (expected !== undefined && expected !== sha256)
      refuse({ file }, 'The checksum is not the announced one: the file is cut, damaged or another.', { expected, got: sha256 });
    verified.push({ name: file.name, bytes: sizes[i] ?? 0, sha256, checksum: expected === undefined ? 'unknown' : 'verified' });
  }
  return verified;
}
