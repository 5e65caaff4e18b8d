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
    ['scorer', 'SELECT password_hash FROM users'],
    ['scorer', 'SELECT * FROM sessions'],
    ['scorer', 'SELECT * FROM api_tokens'],
    ['scorer', 'SELECT * FROM runner_tokens'],
    ['scorer', 'SELECT * FROM audit_events'],
    ['scorer', 'SELECT * FROM uploads'],
    ['scorer', 'SELECT * FROM disclosures'],
    ['scorer', "UPDATE submissions SET method = 'x'"],
    ['scorer', 'UPDATE phases SET blinded = false'],
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
    expect(await as('scorer', 'SELECT * FROM submissions')).toEqual([]);
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
    await query(server.url, 'GRANT SELECT ON users TO unblind_scorer');
    expect(await as('scorer', 'SELECT handle FROM users')).toHaveLength(1);
    await grantServiceRoles(server.url, () => 'changed');
    await expect(as('scorer', 'SELECT handle FROM users')).rejects.toThrow(refused);
    await expect(query(`${server.urlFor('scorer')}?fresh`, 'SELECT 1')).rejects.toThrow('password authentication failed');
    expect(await query(serviceUrl(server.url, 'scorer', 'changed'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('the role that runners had is gone after the next start', async () => {
    await query(server.url, "CREATE ROLE unblind_runner LOGIN PASSWORD 'x'; GRANT SELECT ON users TO unblind_runner");
    await grantServiceRoles(server.url, () => 'test');
    expect(await query(server.url, "SELECT 1 FROM pg_roles WHERE rolname = 'unblind_runner'")).toEqual([]);
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
