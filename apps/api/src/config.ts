import { ByteSize, Confirmation, TrustedProxies, defaultApiPort } from '@unblind/contracts';
import { QueueConfig, queueConfigFromEnv } from '@unblind/queue';
import { StorageConfig, storageConfigFromEnv } from '@unblind/storage';
import { z } from 'zod';

const Environment = z.object({
  DATABASE_URL: z.string().min(1),
  API_HOST: z.string().default('127.0.0.1'),
  API_PORT: z.coerce.number().int().min(0).max(65_535).default(defaultApiPort),
  /** The address that people type: the gateway's, not this process's. */
  PUBLIC_URL: z.url().default('http://localhost:3000'),
  TRUSTED_PROXIES: TrustedProxies,
  INITIAL_ADMIN_PASSWORD: z.string().min(10).optional(),
  CHALLENGES_DIR: z.string().optional(),
  SEED_TOKEN: z
    .string()
    .regex(/^unb_[\w-]{20,}$/, "'unb_' and at least 20 of A-Z a-z 0-9 _ -")
    .optional(),
  /**
   * What one person's files may take, sent or announced: about as many images of the largest size as anybody submits before their
   * archives are removed. Organisers have no such limit.
   */
  STORAGE_PER_PERSON: ByteSize.default(30 * 1024 ** 3),
  /** Archives of images are removed this many days after their evaluation ended, except participants' best; 0: never. */
  ARCHIVE_DAYS: z.coerce.number().int().min(0).default(30),
  /** In a blinded phase, states after the start of a run are shown at full steps of the clock, so that they do not time the run. */
  BLINDED_STEP_SECONDS: z.coerce.number().int().min(0).default(600),
  /** How an account must be confirmed before it submits; a phase may ask for more. */
  SUBMIT_REQUIRES: Confirmation.default('none'),
  /** Evaluations of one entrant that may wait or run at once: more than anybody needs to keep a runner busy, and no flood. */
  ENTRANT_WAITING: z.coerce.number().int().positive().default(20),
  /** How many evaluations of one entrant are worked on at once, in each step. */
  ENTRANT_AT_ONCE: z.coerce.number().int().positive().default(1),
  /** The share of the runs of remote runners that the platform's own repeat, at random, to compare. 0: none. */
  RERUN_SHARE: z.coerce.number().min(0).max(1).default(0.05),
  /** The token of the platform's own runners. */
  RUNNER_TOKEN: z
    .string()
    .regex(/^unr_[\w-]{20,}$/, "'unr_' and at least 20 of A-Z a-z 0-9 _ -")
    .optional(),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
});

export interface ApiConfig {
  databaseUrl: string;
  host: string;
  port: number;
  publicUrl: string;
  /** Proxies in front of the gateway. The gateway itself, on this machine, is always trusted. */
  trustedProxies: readonly string[];
  logLevel: string;
  storage: StorageConfig;
  bytesPerPerson: number;
  queue: QueueConfig;
  /** The folder of the challenges; default: the one of this repository. */
  challengesDirectory?: string;
  initialAdminPassword?: string;
  seedToken?: string;
  /** Null: archives are never removed. */
  archiveDays: number | null;
  blindedStepMs: number;
  submitRequires: Confirmation;
  entrantWaiting: number;
  entrantAtOnce: number;
  rerunShare: number;
  runnerToken?: string;
}

export const apiPrefix = 'api/v1';
export const storagePath = `/${apiPrefix}/storage`;

/** Reads the configuration from environment variables. Throws with the name of each variable that is missing or wrong. */
export function configFromEnv(variables: Readonly<Record<string, string | undefined>>): ApiConfig {
  const parsed = Environment.safeParse(variables);
  if (!parsed.success) throw new Error(`The API's environment variables are missing or wrong:\n${z.prettifyError(parsed.error)}`);
  const env = parsed.data;
  const publicUrl = env.PUBLIC_URL.replace(/\/$/, '');
  return {
    databaseUrl: env.DATABASE_URL,
    host: env.API_HOST,
    port: env.API_PORT,
    publicUrl,
    trustedProxies: env.TRUSTED_PROXIES,
    logLevel: env.LOG_LEVEL,
    // Signed URLs of the local store lead to this API, through its public address.
    storage: storageConfigFromEnv({ ...variables, PUBLIC_URL: `${publicUrl}${storagePath}` }),
    bytesPerPerson: env.STORAGE_PER_PERSON,
    queue: queueConfigFromEnv(variables),
    challengesDirectory: env.CHALLENGES_DIR,
    initialAdminPassword: env.INITIAL_ADMIN_PASSWORD,
    seedToken: env.SEED_TOKEN,
    archiveDays: env.ARCHIVE_DAYS === 0 ? null : env.ARCHIVE_DAYS,
    blindedStepMs: env.BLINDED_STEP_SECONDS * 1000,
    submitRequires: env.SUBMIT_REQUIRES,
    entrantWaiting: env.ENTRANT_WAITING,
    entrantAtOnce: env.ENTRANT_AT_ONCE,
    rerunShare: env.RERUN_SHARE,
    runnerToken: env.RUNNER_TOKEN,
  };
}
