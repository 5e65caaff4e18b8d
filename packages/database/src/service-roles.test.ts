import pg from 'pg';
import { testDatabase } from '../../../infra/embedded/src/test-servers/test-database';
import type { TestDatabase } from '../../../infra/embedded/src/test-servers/test-database';
import { databaseServices, grantServiceRoles, serviceUrl } from './service-roles';
import type { DatabaseService } from './service-roles';

const refused = 'permission denied';

describe("the services' database roles", () => {
  let server: TestDatabase;
  const clients = new Map<string, pg.Client>();
  const query = async (url: string, sql: string): Promise<unknown[]> => {
    const client = clients.get(url) ?? new pg.Client({ connectionString: url });
    if (!clients.has(url)) {
      clients.set(url, client);
      await client.connect();
    }
    return (await client.query<Record<string, unknown>>(sql)).rows;
  };
  const as = (service: DatabaseService, sql: string): Promise<unknown[]> => query(server.urlFor(service), sql);

  beforeAll(async () => {
    server = await testDatabase();
    await query(server.url, "INSERT INTO users (id, handle, email, name, password_hash) VALUES (gen_random_uuid(), 'a', 'a', 'a', 'hash')");
  });
  afterAll(async () => {
    for (const client of clients.values()) await client.end();
    await server.stop();
  });

  test.each<[DatabaseService, string]>([
    ['runner', 'SELECT password_hash FROM users'],
    ['runner', 'SELECT * FROM sessions'],
    ['runner', 'SELECT * FROM api_tokens'],
    ['runner', 'SELECT * FROM audit_events'],
    ['runner', 'SELECT * FROM uploads'],
    ['runner', "UPDATE submissions SET method = 'x'"],
    ['runner', 'UPDATE phases SET blinded = false'],
    ['runner', 'DELETE FROM evaluations'],
    ['runner', 'UPDATE board_entries SET value = 1'],
    ['runner', 'INSERT INTO timings (evaluation_id) VALUES (gen_random_uuid())'],
    ['scorer', 'SELECT * FROM users'],
    ['scorer', 'SELECT * FROM api_tokens'],
    ['scorer', 'SELECT * FROM data_set_keys'],
    ['scorer', 'DELETE FROM evaluations'],
    ['scorer', 'UPDATE metrics SET value = 1'],
    ['scorer', 'UPDATE board_entries SET value = 1'],
    ['scorer', "UPDATE timings SET runner = 'x'"],
    ['scorer', 'SELECT * FROM runners'],
    ['preparer', 'SELECT * FROM users'],
    ['preparer', 'SELECT * FROM evaluations'],
    ['preparer', 'SELECT * FROM submissions'],
    ['preparer', "UPDATE challenge_versions SET manifest = '{}'"],
    ['api', 'SELECT * FROM _prisma_migrations'],
    ['api', 'SELECT * FROM data_set_keys'],
    ['runner', 'SELECT * FROM data_set_keys'],
    ['runner', 'SELECT * FROM disclosures'],
    ['preparer', "INSERT INTO disclosures (id, data_set_id, split) SELECT gen_random_uuid(), id, 'public' FROM data_sets"],
    ['preparer', "UPDATE data_set_keys SET wrapped_key = ''"],
    ['api', 'DELETE FROM audit_events'],
    ['api', "UPDATE audit_events SET action = 'x'"],
    ['api', 'TRUNCATE users'],
    ['api', 'CREATE TABLE of_mine (id int)'],
    ['api', 'CREATE ROLE of_mine'],
    ['api', "COPY users TO PROGRAM 'cat'"],
    ['queue', 'SELECT * FROM users'],
    ['queue', 'SELECT * FROM evaluations'],
    ['queue', 'SELECT * FROM challenges'],
    ['queue', 'CREATE TABLE public.of_mine (id int)'],
  ])('%s may not: %s', async (service, sql) => {
    await expect(as(service, sql)).rejects.toThrow(refused);
  });

  test('each may do what its work needs', async () => {
    expect(await as('api', 'SELECT password_hash FROM users')).toEqual([{ password_hash: 'hash' }]);
    await as('api', "INSERT INTO audit_events (action, subject) VALUES ('test', 'test')");
    expect(await as('runner', 'SELECT * FROM submissions')).toEqual([]);
    await as('runner', 'UPDATE evaluations SET attempts = 0');
    await as('scorer', 'UPDATE evaluations SET attempts = 0');
    expect(await as('scorer', 'SELECT * FROM metrics')).toEqual([]);
    await as('preparer', 'UPDATE data_sets SET attempts = 0');
    expect(await as('preparer', 'SELECT * FROM data_set_keys')).toEqual([]);
    await as('queue', 'CREATE SCHEMA of_the_queue');
  });

  test('no role is a superuser, or may create roles or databases', async () => {
    const rows = await query(
      server.url,
      "SELECT rolname FROM pg_roles WHERE rolname LIKE 'unblind\\_%' AND NOT (rolsuper OR rolcreaterole OR rolcreatedb)",
    );
    expect(rows).toHaveLength(databaseServices.length);
  });

  test('a right that an earlier version gave is taken away at the next start, and a changed password holds', async () => {
    await query(server.url, 'GRANT SELECT ON users TO unblind_runner');
    expect(await as('runner', 'SELECT handle FROM users')).toHaveLength(1);
    await grantServiceRoles(server.url, () => 'changed');
    await expect(as('runner', 'SELECT handle FROM users')).rejects.toThrow(refused);
    await expect(query(`${server.urlFor('runner')}?fresh`, 'SELECT 1')).rejects.toThrow('password authentication failed');
    expect(await query(serviceUrl(server.url, 'runner', 'changed'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test("the queue's tables of an installation from before the roles make room for its own", async () => {
    await query(server.url, 'CREATE SCHEMA bullmq; CREATE TABLE bullmq.job (id int)');
    await grantServiceRoles(server.url, () => 'test');
    expect(await query(server.url, "SELECT 1 FROM pg_namespace WHERE nspname = 'bullmq'")).toEqual([]);
    await as('queue', 'CREATE SCHEMA bullmq; CREATE TABLE bullmq.job (id int)');
    await grantServiceRoles(server.url, () => 'test');
    expect(await as('queue', 'SELECT * FROM bullmq.job')).toEqual([]);
  });
});
