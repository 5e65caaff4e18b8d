import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const systemPaths = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** The absolute path of a program, or null. System folders come first, so that root does not run programs from a user's PATH. */
export function findProgram(name: string): string | null {
  for (const folder of [...systemPaths, ...(process.env['PATH'] ?? '').split(delimiter).filter((entry) => entry.startsWith('/'))]) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}
