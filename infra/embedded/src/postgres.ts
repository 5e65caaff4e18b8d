import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync, chownSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { postgresBinaries } from './postgres-binaries';

const run = promisify(execFile);
const ROLE = 'unblind';
const SYSTEM_USER = 'unblind-pg';

export interface PostgresOptions {
  dataDirectory: string;
  port: number;
  password: string;
  /** False only for tests: twice as many inserts per second, but a crash may lose data. */
  durable?: boolean;
}

export interface RunningPostgres {
  port: number;
  url(database: string): string;
  stop: () => Promise<void>;
}

/** Starts a real PostgreSQL from the npm binaries, and creates the cluster at the first start. */
export async function startPostgres({ dataDirectory, port, password, durable = true }: PostgresOptions): Promise<RunningPostgres> {
  const user = await serverUser();
  if (!existsSync(join(dataDirectory, 'PG_VERSION'))) await initialise(dataDirectory, password, user);
  await stopLeftover(dataDirectory);
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const flags = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  // However this process dies, PostgreSQL then shuts down too.
  const child = spawn(
    'setpriv',
    ['--pdeathsig', 'INT', ...asUser(user), join(postgresBinaries(user !== null), 'postgres'), '-D', dataDirectory, ...flags],
    { env: postgresEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const log: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => {
    log.push(chunk.toString());
    if (log.length > 50) log.shift();
  });
  const url = (database: string): string => `postgresql://${ROLE}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
  await waitUntilReady(url('postgres'), child, log);
  return { port, url, stop: () => stop(child) };
}

/** Creates a database unless it is there. */
export async function ensureDatabase(server: RunningPostgres, name: string, template?: string): Promise<void> {
  const client = new pg.Client({ connectionString: server.url('postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0)
      await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}${template ? ` TEMPLATE ${pg.escapeIdentifier(template)}` : ''}`);
  } finally {
    await client.end();
  }
}

/** PostgreSQL refuses to run as root, so under root it runs as a system user of its own. */
async function serverUser(): Promise<{ uid: number; gid: number } | null> {
  if (process.getuid?.() !== 0) return null;
  const ids = async (): Promise<{ uid: number; gid: number }> => {
    const { stdout } = await run('getent', ['passwd', SYSTEM_USER]);
    const [, , uid, gid] = stdout.split(':');
    return { uid: Number(uid), gid: Number(gid) };
  };
  return ids().catch(async () => {
    await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', SYSTEM_USER]);
    return ids();
  });
}

/** The one capability lets PostgreSQL pass through folders such as /root to reach its data. */
function asUser(user: { uid: number; gid: number } | null): string[] {
  if (!user) return [];
  const capability = '-all,+dac_read_search';
  return [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups', `--inh-caps=${capability}`, `--ambient-caps=${capability}`];
}

async function initialise(dataDirectory: string, password: string, user: { uid: number; gid: number } | null): Promise<void> {
  rmSync(dataDirectory, { recursive: true, force: true });
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const passwordFile = `${dataDirectory}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) [dataDirectory, passwordFile].forEach((path) => chownSync(path, user.uid, user.gid));
  const flags = [
    '-D',
    dataDirectory,
    '-U',
    ROLE,
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--no-instructions',
  ];
  try {
    await run('setpriv', [...asUser(user), join(postgresBinaries(user !== null), 'initdb'), ...flags], { env: postgresEnvironment() });
  } catch (error) {
    rmSync(dataDirectory, { recursive: true, force: true });
    throw new Error(`initdb failed: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** Nothing of ours: it may hold the secrets of other servers. */
function postgresEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LANG: 'C.UTF-8', TZ: 'UTC' };
}

/** Stops a server of an earlier, killed start that still uses the data folder. */
async function stopLeftover(dataDirectory: string): Promise<void> {
  const pidFile = join(dataDirectory, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  const isOurs = (): boolean => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(dataDirectory);
    } catch {
      return false;
    }
  };
  if (isOurs()) process.kill(pid, 'SIGINT');
  for (let waited = 0; isOurs(); waited += 100) {
    if (waited > 20_000) throw new Error(`PostgreSQL process ${pid} of an earlier start does not stop; stop it and start again.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function waitUntilReady(url: string, child: ChildProcess, log: readonly string[]): Promise<void> {
  const deadline = Date.now() + 60_000; // crash recovery after a kill may take a while
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`PostgreSQL did not start:\n${log.join('')}`);
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (Date.now() > deadline) throw new Error(`PostgreSQL does not answer: ${String(error)}\n${log.join('')}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  await exited;
}
