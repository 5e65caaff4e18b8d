import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { testDatabase } from '../../../infra/embedded/src/test-servers/test-database';
import type { TestDatabase } from '../../../infra/embedded/src/test-servers/test-database';
import { openDatabase } from './client';
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
