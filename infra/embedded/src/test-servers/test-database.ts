import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { grantServiceRoles, migrate, serviceUrl } from '@unblind/database';
import type { DatabaseService } from '@unblind/database';
import { ensureDatabase, startPostgres } from '../postgres';
import { freePort } from '../ports';

export interface TestDatabase {
  /** Of the owner of all tables. */
  url: string;
  /** The connection string of each service's own role. */
  urlFor: (service: DatabaseService) => string;
  stop: () => Promise<void>;
}

const migrations = resolve(__dirname, '../../../../prisma/migrations');

/** Starts a PostgreSQL for one test suite, with the schema, the services' roles and no rows. It ends with `stop` or with the process. */
export async function testDatabase(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'unblind-test-'));
  const dataDirectory = join(folder, 'postgres');
  const server = await startPostgres({ dataDirectory, port: await freePort(), password: 'test', durable: false });
  await ensureDatabase(server, 'unblind');
  const url = server.url('unblind');
  await migrate(url, migrations);
  await grantServiceRoles(url, () => 'test');
  return {
    url,
    urlFor: (service) => serviceUrl(url, service, 'test'),
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
