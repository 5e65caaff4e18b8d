import { lstatSync, mkdirSync } from 'node:fs';
import { PlatformFault } from '@unblind/contracts';

interface PrivateFolder {
  /** That it gets if it is made. */
  mode: number;
  /** The bits of the mode that must not be set. */
  forbidden: number;
  /** The setting that names another one. */
  setting: string;
}

/**
 * Makes sure that a folder is this user's or root's, and that none of the others that `forbidden` names may write in it: whoever can
 * could put another file or a link in the place of ours.
 *
 * @throws PlatformFault that says which folder it is and which setting names another
 */
export function makePrivateFolder(folder: string, { mode, forbidden, setting }: PrivateFolder): void {
  mkdirSync(folder, { recursive: true, mode });
  const stats = lstatSync(folder);
  if (stats.isDirectory() && isOurs(stats.uid) && (stats.mode & forbidden) === 0) return;
  throw notPrivate(folder, 'a folder of this user or of root, in which nobody else may write', {
    uid: stats.uid,
    mode: stats.mode,
    setting,
  });
}

/** For a runner's files, hidden inputs among them. Root's sandboxes run as other users, who must get through it. */
export function makeRunnerFolder(folder: string): void {
  makePrivateFolder(folder, { mode: process.getuid?.() === 0 ? 0o755 : 0o700, forbidden: 0o002, setting: 'RUNNER_DIR' });
}

export const isOurs = (uid: number): boolean => uid === process.getuid?.() || uid === 0;

interface Found {
  uid: number;
  mode: number;
  setting: string;
}

export function notPrivate(path: string, expected: string, { uid, mode, setting }: Found): PlatformFault {
  return new PlatformFault('internal', {
    message: `A runner needs ${expected}: ${path}.`,
    got: `user ${uid}, mode ${(mode & 0o7777).toString(8)}`,
    fix: `Remove it, or set ${setting} to a path in a folder of this user with mode 0700.`,
  });
}
