import { constants } from 'node:fs';
import { resolve } from 'node:path';

/** The part of Emscripten's file system through which the library opens everything. */
interface FileSystem {
  open: (path: string, ...rest: (number | string | undefined)[]) => unknown;
  ErrnoError: new (errno: number) => Error;
}

/** Emscripten's number of "no such file". */
const ENOENT = 44;
/** With these flags only a file that did not exist is opened: the library writes its error messages to one. */
const isNew = constants.O_CREAT | constants.O_EXCL;

/**
 * Keeps a WebAssembly library that sees the host's files from opening any but those that `mayOpen` allows: the others do not exist for it.
 *
 * @returns a function that gives the last refused path and forgets it
 */
export function confineOpen(system: unknown, mayOpen: (path: string) => boolean): () => string | null {
  if (!isFileSystem(system)) throw new Error('The HDF5 library has no file system that could be confined.');
  const open = system.open.bind(system);
  let refused: string | null = null;
  system.open = (path, flags, ...rest) => {
    const isOwn = typeof flags === 'number' && (flags & isNew) === isNew && /^\/tmp\/tmpfile_\w+$/.test(path);
    if (isOwn || mayOpen(resolve(path))) return open(path, flags, ...rest);
    refused = path;
    throw new system.ErrnoError(ENOENT);
  };
  return () => {
    const last = refused;
    refused = null;
    return last;
  };
}

function isFileSystem(value: unknown): value is FileSystem {
  if (typeof value !== 'object' || value === null) return false;
  return 'open' in value && typeof value.open === 'function' && 'ErrnoError' in value && typeof value.ErrnoError === 'function';
}
