import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Provenance } from '@unblind/contracts';
import { refuse } from './faults';
import type { SourceFile } from './importer';

export interface VerifiedFile {
  name: string;
  bytes: number;
  sha256: string;
  /** `unknown` if no published checksum is known. */
  checksum: 'verified' | 'unknown';
}

/** Reads each file (a folder's all) once and compares its sha256 with the announced one, where there is one. @throws ParticipantFault */
export async function verifyFiles(
  sources: readonly SourceFile[],
  checksums: Readonly<Record<string, string>>,
  onProgress: (done: number, total: number) => void,
): Promise<VerifiedFile[]> {
  const files = (await Promise.all(sources.map(filesOf))).flat();
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

/** Largest number of files to list. */
const mostRecorded = 100;

/** What is kept of the files with the data: of very many, one digest of their digests. */
export function recorded(files: readonly VerifiedFile[]): Provenance['files'] {
  const kept = files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 }));
  if (kept.length <= mostRecorded) return kept;
  const lines = kept.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join('');
  const bytes = kept.reduce((sum, file) => sum + file.bytes, 0);
  return [{ name: `sha256sum of ${kept.length} files`, bytes, sha256: createHash('sha256').update(lines).digest('hex') }];
}

async function filesOf(source: SourceFile): Promise<SourceFile[]> {
  if (!(await stat(source.path)).isDirectory()) return [source];
  const entries = (await readdir(source.path, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  return entries
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ name: relative(source.path, path), path }));
}
