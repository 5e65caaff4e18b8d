import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createHmac } from 'node:crypto';
import { grantServiceRoles, migrate, openDatabase, serviceUrl } from '@unblind/database';
import type { DatabaseService } from '@unblind/database';
import { environmentOf } from './environments';
import type { ProcessName } from './environments';
import { addressToReach } from './gateway';
import { Home } from './home';
import type { Secrets } from './home';
import type { Parts } from './parts';
import { freePort } from './ports';
import { ensureDatabase, startPostgres } from './postgres';
import type { RunningPostgres } from './postgres';
import { Progress } from './progress';
import { Service } from './service';

export interface PlatformOptions {
  root: string;
  home: Home;
  host: string;
  port: number;
  unsafeLocal: boolean;
  parts: Parts;
  /** Proxies in front of the gateway that are trusted; see `TrustedProxies`. */
  trustedProxies: readonly string[];
  onExit: (reason: string) => void;
}

export interface Platform {
  address: string;
  /** The first administrator's one-time password; null once it was changed. */
  oneTimePassword: string | null;
}

/** Starts the parts in the order of their dependencies. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { root, home, host, parts } = options;
  const progress = new Progress();
  const secrets = home.secrets();
  const port = await freePort(options.port);
  const apiPort = await freePort(port + 1, [port]);
  const webPort = await freePort(port + 2, [port, apiPort]);
  const address = process.env.PUBLIC_URL ?? `http://localhost:${port}`;
  const ownerUrl = process.env.DATABASE_URL ?? (await embeddedPostgres(home, secrets.postgresPassword, progress, parts));
  await progress.step(
    'schema',
    () => prepareDatabase(ownerUrl, secrets, root),
    (applied) => (applied.length ? `${applied.length} migration${applied.length > 1 ? 's' : ''} applied` : 'up to date'),
  );

  const urlFor = (service: DatabaseService): string => serviceUrl(ownerUrl, service, databasePassword(secrets, service));
  /** What the parts are told; `environments` says which of them gets what. Settings for external servers come from our own environment. */
  const given = {
    ...process.env,
    PUBLIC_URL: address,
    QUEUE_DATABASE_URL: urlFor('queue'),
    STORAGE_DIR: process.env.STORAGE_DIR ?? home.folder('objects'),
    STORAGE_SIGNING_KEY: secrets.storageSigningKey,
    CHALLENGES_DIR: process.env.CHALLENGES_DIR ?? join(root, 'challenges'),
    TRUSTED_PROXIES: options.trustedProxies.join(),
    API_PORT: String(apiPort),
    RUNNER_TOKEN: `unr_${derived(secrets, 'runner token')}`,
    UNSAFE_LOCAL: options.unsafeLocal ? '1' : undefined,
  };
  const launch = async (name: ProcessName, script: string, more: Record<string, string | undefined>): Promise<Service> => {
    const logFile = join(home.folder('logs'), `${name}.log`);
    const env = environmentOf(name, { ...given, ...more });
    const service = new Service({ name, script: join(root, script), env, cwd: root, logFile, onExit: options.onExit });
    await parts.add(() => service.stop());
    return service;
  };
  const api = await launch('api', 'apps/api/dist/main.js', {
    DATABASE_URL: urlFor('api'),
    STORAGE_AREAS: 'public,hidden,submissions,results',
    API_HOST: '127.0.0.1',
    INITIAL_ADMIN_PASSWORD: secrets.administratorPassword,
    SEED_TOKEN: secrets.seedToken,
  });
  const web = await launch('web', 'apps/web/.next/standalone/apps/web/server.js', {
    PORT: String(webPort),
    HOSTNAME: '127.0.0.1',
    API_URL: `http://127.0.0.1:${apiPort}`,
  });
  // Earlier versions scored in the runner, which kept truth there.
  rmSync(home.path('runner', 'truth'), { recursive: true, force: true });
  await launch('runner', 'apps/runner/dist/main.js', { UNBLIND_URL: `http://127.0.0.1:${apiPort}`, RUNNER_DIR: home.folder('runner') });
  const launchCentral = (name: 'scorer' | 'preparer', more: Record<string, string>): Promise<Service> =>
    launch(name, 'apps/runner/dist/central/main.js', { DATABASE_URL: urlFor(name), RUNNER_DIR: home.folder(name), ...more });
  await launchCentral('scorer', { STORAGE_AREAS: 'public,truth,results', RUNNER_STEPS: 'score' });
  await launchCentral('preparer', {
    STORAGE_AREAS: 'public,hidden,truth',
    RUNNER_STEPS: 'prepare,publish',
    IMPORTED_DIR: home.path('imported'),
    DATA_SECRET: secrets.dataSecret,
  });
  const waitFor = (label: string, service: Service, url: string): Promise<void> =>
    progress.step(
      label,
      () => service.waitUntilReady(url),
      () => 'ready',
    );
  await waitFor('API', api, `http://127.0.0.1:${apiPort}/api/v1/health/ready`);
  await waitFor('web', web, `http://127.0.0.1:${webPort}/`);
  const gateway = await launch('gateway', 'infra/embedded/dist/gateway-main.js', {
    GATEWAY_HOST: host,
    GATEWAY_PORT: String(port),
    WEB_PORT: String(webPort),
  });
  await waitFor('gateway', gateway, `${addressToReach(host, port)}/api/v1/health/ready`);
  const oneTimePassword = (await firstPasswordIsUnused(ownerUrl)) ? secrets.administratorPassword : null;
  return { address, oneTimePassword };
}

/** Brings the schema up to date, then the rights of the services' roles on it. */
async function prepareDatabase(ownerUrl: string, secrets: Secrets, root: string): Promise<string[]> {
  const applied = await migrate(ownerUrl, join(root, 'prisma/migrations'));
  await grantServiceRoles(ownerUrl, (service) => databasePassword(secrets, service));
  return applied;
}

/** Derived, so that installations from before there were roles and runners' tokens need no new secret. */
function derived({ postgresPassword }: Secrets, what: string): string {
  return createHmac('sha256', postgresPassword).update(what).digest('base64url');
}

const databasePassword = (secrets: Secrets, service: DatabaseService): string => derived(secrets, `database role ${service}`);

async function embeddedPostgres(home: Home, password: string, progress: Progress, parts: Parts): Promise<string> {
  const dataDirectory = home.path('postgres');
  // Another program may take the port between the check and the start; then another port is tried.
  const start = async (): Promise<RunningPostgres> =>
    startPostgres({ dataDirectory, password, port: await freePort(5433) }).catch(async (error: unknown) => {
      if (!String(error).includes('Address already in use')) throw error;
      return startPostgres({ dataDirectory, password, port: await freePort(0) });
    });
  const server = await progress.step('PostgreSQL', start, (running) => `127.0.0.1:${running.port}`);
  await parts.add(() => server.stop());
  await ensureDatabase(server, 'unblind');
  return server.url('unblind');
}

async function firstPasswordIsUnused(databaseUrl: string): Promise<boolean> {
  const database = openDatabase(databaseUrl, 1);
  try {
    return (await database.user.count({ where: { handle: 'admin', mustChangePassword: true } })) > 0;
  } finally {
    await database.$disconnect();
  }
}

/** `npm start -- --reset`: removes everything kept. Refused while another platform uses the folder. */
export function reset(home: Home): void {
  const unlock = home.lock();
  const parts = ['postgres', 'objects', 'runner', 'scorer', 'preparer', 'logs', 'secrets.json'];
  for (const part of parts) rmSync(home.path(part), { recursive: true, force: true });
  unlock();
}
