import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describeWhere } from '@unblind/testing';
import { commonEnvironment, environments } from './environments';
import type { ProcessName } from './environments';
import { freePort } from './ports';

const root = resolve(__dirname, '../../..');
const built = existsSync(join(root, 'apps/web/.next/standalone/apps/web/server.js'));

/** Scripts by which the processes are recognised; scorer and preparer are known by their steps. */
const scripts: Record<ProcessName, string> = {
  api: 'apps/api/dist/main.js',
  web: 'apps/web/server.js',
  gateway: 'gateway-main.js',
  runner: 'apps/runner/dist/main.js',
  scorer: 'RUNNER_STEPS=score',
  preparer: 'RUNNER_STEPS=prepare',
};

/** Secrets that only the processes named here may hold. */
const holders: Record<string, readonly ProcessName[]> = {
  DATA_SECRET: ['preparer'],
  DATABASE_URL: ['api', 'scorer', 'preparer'],
  QUEUE_DATABASE_URL: ['api', 'scorer', 'preparer'],
  STORAGE_DIR: ['api', 'scorer', 'preparer'],
  RUNNER_TOKEN: ['api', 'runner'],
  STORAGE_SIGNING_KEY: ['api'],
  SEED_TOKEN: ['api'],
  INITIAL_ADMIN_PASSWORD: ['api'],
};

describeWhere(built, 'the web application is not built: npm run build', 'the processes of npm start', () => {
  const home = mkdtempSync(join(tmpdir(), 'unblind-processes-'));
  let platform: ChildProcess;
  let output = '';

  beforeAll(async () => {
    const script = join(root, 'infra/embedded/dist/main.js');
    platform = spawn(process.execPath, [script, '--home', home, '--port', String(await freePort())], {
      // Secrets of other servers that the person who starts it happens to have.
      env: { PATH: process.env.PATH, HOME: home, AWS_SECRET_ACCESS_KEY: 'of somebody', S3_TRUTH_SECRET_KEY: 'of the truth' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [platform.stdout, platform.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    // The gateway answers last.
    while (childOf(platform, 'gateway') === null) {
      if (platform.exitCode !== null) throw new Error(output);
      await new Promise((done) => setTimeout(done, 100));
    }
  });
  afterAll(async () => {
    const ended = new Promise((done) => platform.once('exit', done));
    platform.kill('SIGTERM');
    await ended;
    rmSync(home, { recursive: true, force: true });
  });

  test.each(Object.keys(environments) as ProcessName[])('%s has the variables of its row in the table and no others', (name) => {
    const variables = childOf(platform, name) ?? {};
    const allowed = [...environments[name], ...Object.keys(commonEnvironment({}))];
    // setpriv and Node add nothing; the shell is not used.
    expect(Object.keys(variables).filter((variable) => !allowed.includes(variable))).toEqual([]);
    for (const [secret, who] of Object.entries(holders)) expect([secret, secret in variables]).toEqual([secret, who.includes(name)]);
  });

  test('services use roles of their own, and none is the owner of the tables', () => {
    const users = (['api', 'scorer', 'preparer'] as const).map((name) => new URL(childOf(platform, name)?.DATABASE_URL ?? '').username);
    expect(users).toEqual(['unblind_api', 'unblind_scorer', 'unblind_preparer']);
  });

  test('only the scorer and the preparer get the key of the truth, and PostgreSQL gets nothing of ours', () => {
    const of = (name: ProcessName): boolean => 'S3_TRUTH_SECRET_KEY' in (childOf(platform, name) ?? {});
    expect(Object.keys(environments).filter((name) => of(name as ProcessName))).toEqual(['scorer', 'preparer']);
    const postgres = children(platform).find(({ command }) => command.includes('/postgres '));
    expect(Object.keys(postgres?.variables ?? {}).sort()).toEqual(['LANG', 'PATH', 'TZ']);
  });

  test('secrets, objects, caches and logs are for their owner only', () => {
    expect(statSync(join(home, 'secrets.json')).mode & 0o777).toBe(0o600);
    for (const folder of ['postgres', 'objects', 'runner', 'scorer', 'preparer', 'logs'])
      expect(statSync(join(home, folder)).mode & 0o777).toBe(0o700);
  });
});

interface Child {
  command: string;
  variables: Record<string, string>;
}

function childOf(platform: ChildProcess, name: ProcessName): Record<string, string> | null {
  const mark = scripts[name];
  const found = children(platform).find(
    ({ command, variables }) => command.includes(mark) || mark === `RUNNER_STEPS=${variables.RUNNER_STEPS?.split(',')[0]}`,
  );
  return found?.variables ?? null;
}

function children(platform: ChildProcess): Child[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      if (!new RegExp(`^PPid:\\s+${platform.pid}$`, 'm').test(readFileSync(`/proc/${pid}/status`, 'utf8'))) return [];
      const lines = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean);
      const variables = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
      return [{ command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '), variables }];
    } catch {
      return []; // not a process, or it has ended
    }
  });
}
