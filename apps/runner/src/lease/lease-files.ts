import { constants, fstatSync, lstatSync, mkdirSync, openSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { PlatformFault } from '@unblind/contracts';

/** Root's runners share /run/unblind; those of another user share a folder of that user. */
export function defaultLeasePath(variables: NodeJS.ProcessEnv): string {
  const folder = process.getuid?.() === 0 ? '/run' : (variables.XDG_RUNTIME_DIR ?? join(homedir(), '.local/state'));
  return join(folder, 'unblind', 'host.lease');
}

/**
 * Opens the lease, creating it if it is missing. Whoever can open a file can lock it, so it must be this user's alone, in a folder in which nobody else can put another file or a link in their place.
 *
 * @throws PlatformFault that says which file or folder others could open or replace
 */
export function openLeaseFile(path: string): number {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = lstatSync(folder);
  if (!lstatSync(folder).isDirectory() || !isOurs(uid) || (mode & 0o022) !== 0)
    throw unsafe(folder, 'a folder of this user or of root, in which nobody else may write', uid, mode);
  return openPrivate(path);
}

function openPrivate(path: string): number {
  const file = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
  const stats = fstatSync(file);
  if (stats.isFile() && isOurs(stats.uid) && (stats.mode & 0o077) === 0) return file;
  throw unsafe(path, 'a file that only this user may open', stats.uid, stats.mode);
}

const isOurs = (uid: number): boolean => uid === process.getuid?.() || uid === 0;

function unsafe(path: string, expected: string, uid: number, mode: number): PlatformFault {
  return new PlatformFault('internal', {
    message: `The lease of this machine needs ${expected}: ${path}.`,
    got: `user ${uid}, mode ${(mode & 0o7777).toString(8)}`,
    fix: 'Remove it, or set HOST_LEASE to a file in a folder of this user with mode 0700.',
  });
}
