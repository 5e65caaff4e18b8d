import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { notFound } from './faults';
import type { SourceFile } from './importer';

/** The file itself, or the files of the folder whose names match, in the order of their names. */
export async function findFiles(from: string, pattern: RegExp, expected: string): Promise<SourceFile[]> {
  const about = await stat(from).catch(() => null);
  if (!about) return notFound(from, expected);
  if (!about.isDirectory()) return [{ name: basename(from), path: from }];
  const names = (await readdir(from)).filter((name) => pattern.test(name)).sort();
  if (names.length === 0) return notFound(from, expected);
  return names.map((name) => ({ name, path: join(from, name) }));
}
