import { constants, fstatSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isOurs, makePrivateFolder, notPrivate } from '../private-folder';

const setting = 'HOST_LEASE';

/**
 * Root's runners share /run/unblind; those of another user share a folder of that user, on this machine's own disk: a home may be another
 * machine's too.
 */
export function defaultLeasePath({ XDG_RUNTIME_DIR }: NodeJS.ProcessEnv): string {
  const user = process.getuid?.() ?? 0;
  const folder = user === 0 ? '/run/unblind' : XDG_RUNTIME_DIR ? join(XDG_RUNTIME_DIR, 'unblind') : `/tmp/unblind-${user}`;
  return join(folder, 'host.lease');
}

/**
 * Opens the lease, creating it if it is missing. Whoever can open a file can lock it, so it must be this user's alone.
 *
 * @throws PlatformFault that says which file or folder others could open or replace
 */
export function openLeaseFile(path: string): number {
  makePrivateFolder(dirname(path), { mode: 0o700, forbidden: 0o022, setting });
  const file = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
  const stats = fstatSync(file);
  if (stats.isFile() && isOurs(stats.uid) && (stats.mode & 0o077) === 0) return file;
  throw notPrivate(path, 'a file that only this user may open', { uid: stats.uid, mode: stats.mode, setting });
}
