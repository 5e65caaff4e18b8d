import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { repository } from './repository';

/** A file below `test/vectors` of a workspace, as it lies there: `vectorPath('scoring', 'lhco/cases.json')`. */
export const vectorPath = (workspace: string, path: string): string => join(repository, workspace, 'test/vectors', path);

/** Its content. A file that is kept as `path.gz` is unpacked. */
export function readVector(workspace: string, path: string): Buffer {
  const file = vectorPath(workspace, path);
  return existsSync(file) ? readFileSync(file) : gunzipSync(readFileSync(`${file}.gz`));
}

/** The names of the files in a folder of vectors, without the `.gz` of those that are packed. */
export function vectorNames(workspace: string, folder: string): string[] {
  const names = readdirSync(vectorPath(workspace, folder));
  return names.map((name) => name.replace(/\.gz$/, '')).sort();
}

/** The files of a folder, unpacked into a folder that goes with the tests of one file: for code that wants a path. */
export function unpackedVectors(workspace: string, folder: string): (name: string) => string {
  let target = '';
  beforeAll(() => {
    target = mkdtempSync(join(tmpdir(), 'vectors-'));
    for (const name of vectorNames(workspace, folder)) writeFileSync(join(target, name), readVector(workspace, join(folder, name)));
  });
  afterAll(() => rmSync(target, { recursive: true }));
  return (name) => join(target, name);
}
