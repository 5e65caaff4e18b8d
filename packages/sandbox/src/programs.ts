import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const usual = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** The absolute path of a program, or null. System folders come first: what runs as root is not taken from a user's PATH. */
export function findProgram(name: string): string | null {
  for (const folder of [...usual, ...(process.env['PATH'] ?? '').split(delimiter).filter((entry) => entry.startsWith('/'))]) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not here.
    }
  }
  return null;
}
