import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { testDatabase } from '../../../infra/embedded/src/test-servers/test-database';
import type { TestDatabase } from '../../../infra/embedded/src/test-servers/test-database';
import { openDatabase } from './client';
import { claim, leasedRows } from './leases';
import { migrate } from './migrate';

const root = resolve(__dirname, '../../..');
const migrations = join(root, 'prisma/migrations');

describe('migrations', () => {
  let server: TestDatabase;
  const folder = mkdtempSync(join(tmpdir(), 'unblind-migrations-'));
  beforeAll(async () => {
    server = await testDatabase();
    cpSync(migrations, folder, { recursive: true });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const write = (name: string, sql: string): void => {
    mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'migration.sql'), sql);
  };
  const prisma = (...args: string[]): string =>
    execFileSync(process.execPath, [join(root, 'node_modules/prisma/build/index.js'), ...args], {
      cwd: root,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: process.env.HOME, DATABASE_URL: server.url, CHECKPOINT_DISABLE: '1' },
    });

  test('applied once, they are not applied again, and the Prisma CLI agrees that all are there', async () => {
    expect(await migrate(server.url, migrations)).toEqual([]);
    expect(prisma('migrate', 'status')).toContain('Database schema is up to date');
  });

  test('the migrations make the schema that schema.prisma describes', () => {
    const diff = prisma('migrate', 'diff', '--from-migrations', migrations, '--to-schema', join(root, 'prisma/schema.prisma'));
    expect(diff).toContain('No difference detected');
  });

  /** A database of its own with the migrations of an earlier installation; returns its address. */
  async function databaseBefore(database: string, migration: string): Promise<string> {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query(`CREATE DATABASE ${database}`);
    await client.end();
    const url = server.url.replace(/[^/]*$/, database);
    const before = mkdtempSync(join(tmpdir(), `unblind-${database}-`));
    for (const name of readdirSync(migrations).filter((name) => name < migration))
      cpSync(join(migrations, name), join(before, name), { recursive: true });
    await migrate(url, before);
    rmSync(before, { recursive: true });
    return url;
  }

  test('data sets of an installation that is older than their leases are kept, and wait for a runner where one had them', async () => {
    const url = await databaseBefore('older', '20261130090000');
    const database = openDatabase(url, 1);
    try {
      await database.$executeRaw`INSERT INTO challenges (id, slug) VALUES (gen_random_uuid(), 'toy')`;
      await database.$executeRaw`INSERT INTO challenge_versions (id, challenge_id, version, content_hash, manifest, pages)
        SELECT gen_random_uuid(), id, 1, 'x', '{}', '{}' FROM challenges`;
      await database.$executeRaw`
        INSERT INTO data_sets (id, challenge_version_id, source, simulated, state, "index", heartbeat_at, ready_at)
        SELECT gen_random_uuid(), v.id, d.state, true, d.state::"DataSetState", '{"kept": true}', d.heartbeat::timestamptz, d.ready::timestamptz
        FROM challenge_versions v, (VALUES ('pending', NULL, NULL), ('preparing', '2026-01-01Z', NULL), ('failed', NULL, NULL),
          ('ready', '2026-01-01Z', '2026-01-02Z')) AS d(state, heartbeat, ready)`;
      expect(await migrate(url, migrations)).toContain('20261130090000_leased_data_sets');
      const sets = await database.dataSet.findMany({ orderBy: { source: 'asc' } });
      const kept = { index: { kept: true }, fence: 0, attempts: 0, runner: null };
      expect(sets).toMatchObject([
        { ...kept, state: 'failed', finishedAt: null },
        { ...kept, state: 'pending', heartbeatAt: null },
        { ...kept, state: 'preparing' },
        { ...kept, state: 'ready', heartbeatAt: null, finishedAt: new Date('2026-01-02Z') },
      ]);
      for (const { id, state } of sets)
        expect([state, await claim(database, leasedRows.dataSet, id, 'r')]).toEqual([
          state,
          state === 'pending' || state === 'preparing' ? { id, fence: state === 'pending' ? 1 : 2 } : null,
        ]);
    } finally {
      await database.$disconnect();
    }
  });

  test('phases of an installation that is older than their totals keep their daily limit, and have no total', async () => {
    const url = await databaseBefore('untotalled', '20261130150000');
    const database = openDatabase(url, 1);
    try {
      await database.$executeRaw`INSERT INTO challenges (id, slug) VALUES (gen_random_uuid(), 'toy')`;
      await database.$executeRaw`INSERT INTO challenge_versions (id, challenge_id, version, content_hash, manifest, pages)
        SELECT gen_random_uuid(), id, 1, 'x', '{}', '{}' FROM challenges`;
      await database.$executeRaw`INSERT INTO phases (id, challenge_version_id, slug, title, split, opens_at, per_day, blinded)
        SELECT gen_random_uuid(), v.id, p.slug, p.slug, 'public', now(), p.per_day, p.per_day IS NULL
        FROM challenge_versions v, (VALUES ('development', 20), ('final', NULL)) AS p(slug, per_day)`;
      expect(await migrate(url, migrations)).toContain('20261130150000_phase_totals');
      expect(await database.phase.findMany({ orderBy: { slug: 'asc' } })).toMatchObject([
        { slug: 'development', perDay: 20, total: null, blinded: false },
        { slug: 'final', perDay: null, total: null, blinded: true },
      ]);
    } finally {
      await database.$disconnect();
    }
  });

  test('a migration that fails leaves nothing behind, and can be mended and tried again', async () => {
    write('29990101000000_two_tables', 'CREATE TABLE first_table (id int); CREATE TABLE broken (;');
    await expect(migrate(server.url, folder)).rejects.toThrow('29990101000000_two_tables failed');
    const database = openDatabase(server.url, 1);
    const [{ there } = { there: true }] = await database.$queryRaw<
      { there: boolean }[]
    >`SELECT to_regclass('first_table') IS NOT NULL AS there`;
    await database.$disconnect();
    expect(there).toBe(false);
    write('29990101000000_two_tables', 'CREATE TABLE first_table (id int);');
    expect(await migrate(server.url, folder)).toEqual(['29990101000000_two_tables']);
  });

  test('a migration that was edited after it was applied is refused by name', async () => {
    write('29990101000000_two_tables', 'CREATE TABLE first_table (id bigint);');
    await expect(migrate(server.url, folder)).rejects.toThrow(/29990101000000_two_tables was edited/);
  });
});
