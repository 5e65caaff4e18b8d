import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { ensureDatabase, startPostgres } from '../../../infra/embedded/src/postgres';
import { freePort } from '../../../infra/embedded/src/test-servers';
import { queueConfigFromEnv } from './config';
import { describeQueue } from './conformance';

const wipes = {
  'DROP SCHEMA': 'DROP SCHEMA bullmq CASCADE',
  'DROP TABLE job': 'DROP TABLE bullmq.job CASCADE',
  'TRUNCATE of all tables': `DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'bullmq' LOOP
      EXECUTE format('TRUNCATE bullmq.%I CASCADE', name);
    END LOOP; END $$`,
};

describeQueue('PostgreSQL', Object.keys(wipes), async () => {
  const folder = mkdtempSync(join(tmpdir(), 'unblind-queue-'));
  const options = { dataDirectory: join(folder, 'data'), port: await freePort(), password: 'secret', durable: false };
  let server = await startPostgres(options);
  await ensureDatabase(server, 'queue');
  const url = server.url('queue');
  const execute = async (statement: string, values: unknown[] = []): Promise<void> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    await client.query(statement, values).finally(() => client.end());
  };
  return {
    config: queueConfigFromEnv({ DATABASE_URL: url }),
    wipes: Object.fromEntries(Object.entries(wipes).map(([name, statement]) => [name, () => execute(statement)])),
    pretendDied: (name, jobId, times) =>
      execute('UPDATE bullmq.job SET stalled_count = $3 WHERE queue = $1 AND id = $2', [name, jobId, times]),
    async restart() {
      await server.stop();
      server = await startPostgres(options);
    },
    async close() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
});
