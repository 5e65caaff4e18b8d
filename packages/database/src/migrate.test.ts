import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { testDatabase } from '../../../infra/embedded/src/test-servers/test-database';
import type { TestDatabase } from '../../../infra/embedded/src/test-servers/test-database';
import { openDatabase } from './client';
import type { Database } from './client';
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

  /** A scored evaluation, and the token of a runner elsewhere. */
  async function insertScored(database: Database): Promise<void> {
    await database.$executeRaw`INSERT INTO challenges (id, slug) VALUES (gen_random_uuid(), 'toy')`;
    await database.$executeRaw`INSERT INTO challenge_versions (id, challenge_id, version, content_hash, manifest, pages)
      SELECT gen_random_uuid(), id, 1, 'x', '{}', '{}' FROM challenges`;
    await database.$executeRaw`INSERT INTO phases (id, challenge_version_id, slug, title, split, opens_at, blinded)
      SELECT gen_random_uuid(), id, 'development', '', 'public', now(), false FROM challenge_versions`;
    await database.$executeRaw`INSERT INTO users (id, handle, email, name, password_hash) VALUES (gen_random_uuid(), 'a', 'a@b', 'A', 'x')`;
    await database.$executeRaw`INSERT INTO submissions (id, user_id, phase_id, kind, method, content_hash, idempotency_key)
      SELECT gen_random_uuid(), u.id, p.id, 'onnx', 'M', 'x', 'x' FROM users u, phases p`;
    await database.$executeRaw`INSERT INTO evaluations (id, submission_id, phase_id, state, fence, updated_at)
      SELECT gen_random_uuid(), id, phase_id, 'scored', 7, now() FROM submissions`;
    await database.$executeRaw`INSERT INTO runner_tokens (id, name, secret_hash, prefix) VALUES (gen_random_uuid(), 'site', 'x', 'unr_')`;
    await database.$executeRaw`INSERT INTO runner_leases (evaluation_id, step, fence, token_id, runner, ended_at, "end")
      SELECT e.id, 'run', 6, t.id, 'site/node', now(), 'done' FROM evaluations e, runner_tokens t`;
  }

  test('what was run before runs were repeated is kept as it is, and is not repeated', async () => {
    const url = await databaseBefore('unrepeated', '20261130210000_reruns');
    const database = openDatabase(url, 1);
    try {
      await insertScored(database);
      expect(await migrate(url, migrations)).toContain('20261130210000_reruns');
      const [kept] = await database.evaluation.findMany({ include: { rerun: true, runnerLeases: true } });
      expect(kept).toMatchObject({ state: 'scored', fence: 7, rerun: null, runnerLeases: [{ step: 'run', fence: 6, end: 'done' }] });
      const { id = '', runnerLeases = [] } = kept ?? {};
      await database.rerun.create({ data: { evaluationId: id, tokenId: runnerLeases[0]?.tokenId ?? '', checkedRunner: 'site/node' } });
      // Its predictions never lie where those of the evaluation are.
      expect(await claim(database, leasedRows.rerun, id, 'own')).toEqual({ id, fence: 1_000_001 });
    } finally {
      await database.$disconnect();
    }
  });

  test('runs that were repeated, or wait for it, stay so where some cannot be repeated', async () => {
    const url = await databaseBefore('repeated', '20261130220000');
    const database = openDatabase(url, 1);
    try {
      await insertScored(database);
      await database.$executeRaw`INSERT INTO reruns (evaluation_id, token_id, checked_runner, state, finding)
        SELECT e.id, t.id, 'site/node', 'disagreed', '{"kept": true}' FROM evaluations e, runner_tokens t`;
      expect(await migrate(url, migrations)).toContain('20261130220000_unrepeated_reruns');
      expect(await database.rerun.findMany()).toMatchObject([{ state: 'disagreed', finding: { kept: true } }]);
      await database.rerun.updateMany({ data: { state: 'unrepeated' } });
      expect(await database.rerun.count({ where: { state: 'unrepeated' } })).toBe(1);
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
