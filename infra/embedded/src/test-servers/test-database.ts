import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { migrate } from '@unblind/database';
import { ensureDatabase, startPostgres } from '../postgres';
import { freePort } from '../ports';

export interface TestDatabase {
  url: string;
  stop: () => Promise<void>;
}

const migrations = resolve(__dirname, '../../../../prisma/migrations');

/** Starts a PostgreSQL for one test suite, with the schema and no rows. It ends with `stop` or with the process. */
export async function testDatabase(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'unblind-test-'));
  const dataDirectory = join(folder, 'postgres');
  const server = await startPostgres({ dataDirectory, port: await freePort(), password: 'test', durable: false });
  await ensureDatabase(server, 'unblind');
  const url = server.url('unblind');
  await migrate(url, migrations);
  return {
    url,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
