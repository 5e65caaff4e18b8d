import { rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { migrate, openDatabase } from '@unblind/database';
import { startGateway } from './gateway';
import { Home } from './home';
import type { Parts } from './parts';
import { freePort } from './ports';
import { ensureDatabase, startPostgres } from './postgres';
import type { RunningPostgres } from './postgres';
import { Progress } from './progress';
import { Service } from './service';
import type { ServiceOptions } from './service';

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

/** Variables for external servers and storage limits, passed on to the parts unchanged. */
const external = /^(CONTAINER_RUNTIME|DATABASE_URL|REDIS_URL|S3_[A-Z_]+|STORAGE_[A-Z_]+|OIDC_[A-Z_]+|IMAGE_CACHE|ARCHIVE_DAYS)$/;

/** Starts the parts in the order of their dependencies. */
export async function startPlatform({
  root,
  home,
  host,
  port: wantedPort,
  unsafeLocal,
  parts,
  trustedProxies,
  onExit,
}: PlatformOptions): Promise<Platform> {
  const progress = new Progress();
  const secrets = home.secrets();
  const port = await freePort(wantedPort);
  const apiPort = await freePort(port + 1, [port]);
  const webPort = await freePort(port + 2, [port, apiPort]);
  const address = process.env.PUBLIC_URL ?? `http://localhost:${port}`;
  const env: Record<string, string> = {
    ...pickExternal(process.env),
    DATABASE_URL: process.env.DATABASE_URL ?? (await embeddedPostgres(home, secrets.postgresPassword, progress, parts)),
    PUBLIC_URL: address,
    STORAGE_DIR: process.env.STORAGE_DIR ?? home.folder('objects'),
    STORAGE_SIGNING_KEY: secrets.storageSigningKey,
    CHALLENGES_DIR: join(root, 'challenges'),
  };
  await progress.step(
    'schema',
    () => migrate(env.DATABASE_URL ?? '', join(root, 'prisma/migrations')),
    (applied) => (applied.length ? `${applied.length} migration${applied.length > 1 ? 's' : ''} applied` : 'up to date'),
  );
  const launch = async (options: Pick<ServiceOptions, 'name' | 'script' | 'env'>): Promise<Service> => {
    const logFile = join(home.folder('logs'), `${options.name}.log`);
    const service = new Service({ ...options, env: { ...env, ...options.env }, cwd: root, logFile, onExit });
    await parts.add(() => service.stop());
    return service;
  };
  const api = await launch({
    name: 'api',
    script: join(root, 'apps/api/dist/main.js'),
    env: {
      API_PORT: String(apiPort),
      API_HOST: '127.0.0.1',
      TRUSTED_PROXIES: trustedProxies.join(),
      INITIAL_ADMIN_PASSWORD: secrets.administratorPassword,
      SEED_TOKEN: secrets.seedToken,
    },
  });
  const web = await launch({
    name: 'web',
    script: join(root, 'apps/web/.next/standalone/apps/web/server.js'),
    env: { PORT: String(webPort), HOSTNAME: '127.0.0.1', API_URL: `http://127.0.0.1:${apiPort}` },
  });
  await launch({
    name: 'runner',
    script: join(root, 'apps/runner/dist/main.js'),
    env: {
      RUNNER_DIR: home.folder('runner'),
      IMPORTED_DIR: home.path('imported'),
      DATA_SECRET: secrets.dataSecret,
      ...(unsafeLocal ? { UNSAFE_LOCAL: '1' } : {}),
    },
  });
  await progress.step(
    'API',
    () => api.waitUntilReady(`http://127.0.0.1:${apiPort}/api/v1/health/ready`),
    () => 'ready',
  );
  await progress.step(
    'web',
    () => web.waitUntilReady(`http://127.0.0.1:${webPort}/`),
    () => 'ready',
  );
  const gateway = await startGateway({ host, port, apiPort, webPort, trustedProxies });
  await parts.add(() => closeServer(gateway));
  const oneTimePassword = (await firstPasswordIsUnused(env.DATABASE_URL ?? '')) ? secrets.administratorPassword : null;
  return { address, oneTimePassword };
}

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

function pickExternal(variables: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([key, value]) => (value !== undefined && external.test(key) ? [[key, value]] : [])),
  );
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** `npm start -- --reset`: removes everything kept. Refused while another platform uses the folder. */
export function reset(home: Home): void {
  const unlock = home.lock();
  for (const part of ['postgres', 'objects', 'runner', 'logs', 'secrets.json']) rmSync(home.path(part), { recursive: true, force: true });
  unlock();
}
