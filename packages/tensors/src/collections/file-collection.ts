import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import yauzl from 'yauzl';

/** Files that belong together: those of a folder (and the folders in it) or of a zip file. Names are without folders and without `.gz`. */
export interface FileCollection {
  readonly names: readonly string[];
  /** The content, unpacked. @throws Error where there is no such file */
  open(name: string): Promise<Readable>;
  close(): void;
}

/** @throws Error where the path is neither a folder nor a whole zip file, or where two files have one name */
export async function openFileCollection(path: string): Promise<FileCollection> {
  return (await stat(path)).isDirectory() ? folder(path) : zipFile(path);
}

async function folder(path: string): Promise<FileCollection> {
  const entries = (await readdir(path, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const files = named(entries.map((entry) => join(entry.parentPath, entry.name)).sort(), (file) => relative(path, file));
  return {
    names: [...files.keys()],
    open: (name) => Promise.resolve(unpacked(createReadStream(found(files, name)), found(files, name))),
    close: () => undefined,
  };
}

async function zipFile(path: string): Promise<FileCollection> {
  const zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false });
  try {
    const entries: yauzl.Entry[] = [];
    for await (const entry of zip.eachEntry()) if (!entry.fileName.endsWith('/')) entries.push(entry);
    const files = named(entries, ({ fileName }) => fileName);
    return {
      names: [...files.keys()].sort(),
      open: async (name) => unpacked(await zip.openReadStreamPromise(found(files, name)), found(files, name).fileName),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

function named<T>(files: readonly T[], pathOf: (file: T) => string): Map<string, T> {
  const byName = new Map<string, T>();
  for (const file of files) {
    const name = basename(pathOf(file)).replace(/\.gz$/, '');
    // What macOS adds to archives.
    if (pathOf(file).startsWith('__MACOSX/') || name.startsWith('.')) continue;
    const before = byName.get(name);
    if (before) throw new Error(`${pathOf(before)} and ${pathOf(file)} are of one name`);
    byName.set(name, file);
  }
  return byName;
}

function found<T>(files: ReadonlyMap<string, T>, name: string): T {
  const file = files.get(name);
  if (!file) throw new Error(`there is no file ${name}`);
  return file;
}

function unpacked(stream: Readable, name: string): Readable {
  if (!name.endsWith('.gz')) return stream;
  const gunzip = createGunzip();
  stream.on('error', (error) => gunzip.destroy(error));
  return stream.pipe(gunzip);
}
