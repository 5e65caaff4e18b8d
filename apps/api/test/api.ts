import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { openDatabase } from '@unblind/database';
import type { Database } from '@unblind/database';
import type { Storage } from '@unblind/storage';
import { testDatabase } from '../../../infra/embedded/src/test-servers/test-database';
import { createApp } from '../src/app';
import { STORAGE } from '../src/common/tokens';
import { configFromEnv } from '../src/config';
import { writeChallenge } from './challenge-folder';
import type { ToyManifest } from './challenge-folder';

export interface TestApi {
  app: NestExpressApplication;
  /** The address of the API. */
  url: string;
  database: Database;
  storage: Storage;
  databaseUrl: string;
  /** The folder of its challenges; see `writeChallenge`. */
  challengesDirectory: string;
  env: Record<string, string>;
  stop: () => Promise<void>;
}

export const adminPassword = 'one-time-password';
export const seedToken = 'unb_seed-token-of-the-tests';

/** Starts the API as in production, on a real PostgreSQL, a real object folder and the real queue. */
export async function startTestApi(
  overrides: Record<string, string> = {},
  change: (toy: ToyManifest) => void = () => undefined,
): Promise<TestApi> {
  const [postgres, folder] = [await testDatabase(), mkdtempSync(join(tmpdir(), 'unblind-api-'))];
  const challengesDirectory = join(folder, 'challenges');
  writeChallenge(challengesDirectory, change);
  const env = {
    DATABASE_URL: postgres.urlFor('api'),
    QUEUE_DATABASE_URL: postgres.urlFor('queue'),
    API_PORT: '0',
    PUBLIC_URL: 'http://unblind.test',
    STORAGE_DIR: join(folder, 'objects'),
    // A small disk is no reason for a test to fail.
    STORAGE_RESERVE: '0B',
    STORAGE_SIGNING_KEY: 'a key that is only used in these tests',
    CHALLENGES_DIR: challengesDirectory,
    INITIAL_ADMIN_PASSWORD: adminPassword,
    SEED_TOKEN: seedToken,
    BLINDED_STEP_SECONDS: '0',
    LOG_LEVEL: 'silent',
    ...overrides,
  };
  const app = await createApp(configFromEnv(env));
  await app.listen(0, '127.0.0.1');
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const database = openDatabase(postgres.url, 4);
  return {
    app,
    url,
    database,
    storage: app.get<Storage>(STORAGE),
    databaseUrl: postgres.url,
    challengesDirectory,
    env,
    async stop() {
      await app.close();
      await database.$disconnect();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
