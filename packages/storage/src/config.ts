import { ByteSize } from '@unblind/contracts';
import { z } from 'zod';
import { Area, areas } from './areas';

const LocalConfig = z.object({
  kind: z.literal('local'),
  /** The public URL at which `handleSignedRequest` is mounted. */
  publicUrl: z.url(),
  /** Needed only by a process that creates or serves signed URLs. */
  signingKey: z.string().min(32).optional(),
  reserveBytes: z.number(),
  areas: z.partialRecord(Area, z.object({ directory: z.string().min(1) })),
});

const S3Config = z.object({
  kind: z.literal('s3'),
  endpoint: z.url(),
  /** The store's address for browsers, if it differs (as with containers). */
  publicEndpoint: z.url(),
  region: z.string().min(1),
  bucketPrefix: z.string().regex(/^[a-z0-9][a-z0-9-]{1,40}$/, 'expected 2 to 41 of a-z 0-9 -'),
  reserveBytes: z.number(),
  /** What uploads may fill of the store, which cannot be asked for its free space; absent: as much as it takes. */
  capacityBytes: z.number().optional(),
  areas: z.partialRecord(Area, z.object({ accessKey: z.string().min(1), secretKey: z.string().min(1) })),
});

/** Plain data: `areas` holds the credentials of the granted areas only. */
export const StorageConfig = z.discriminatedUnion('kind', [LocalConfig, S3Config]);
export type StorageConfig = z.infer<typeof StorageConfig>;
export type LocalConfig = z.infer<typeof LocalConfig>;
export type S3Config = z.infer<typeof S3Config>;

const Environment = z.object({
  STORAGE_DIR: z.string().min(1).optional(),
  STORAGE_SIGNING_KEY: z.string().min(1).optional(),
  PUBLIC_URL: z.url().default('http://localhost:3000/api/v1/storage'),
  STORAGE_AREAS: z
    .string()
    .default(areas.join(','))
    .transform((list) => list.split(',').map((name) => name.trim()))
    .pipe(z.array(Area)),
  /** Uploads leave this much free: the database, data sets and results on the same disk need room, and joining parts needs it twice. */
  STORAGE_RESERVE: ByteSize.default(2 * 1024 ** 3),
  /** S3 alone: the local disk is asked. */
  STORAGE_CAPACITY: ByteSize.optional(),
  S3_ENDPOINT: z.url().optional(),
  S3_PUBLIC_ENDPOINT: z.url().optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_BUCKET_PREFIX: z.string().default('unblind'),
  S3_ACCESS_KEY: z.string().optional(),
  S3_SECRET_KEY: z.string().optional(),
});

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads the configuration from environment variables: S3 when `S3_ENDPOINT` is set, else the local disk at `STORAGE_DIR`.
 * `STORAGE_AREAS` (default: all) names the areas that this process is granted. On S3 each area takes
 * `S3_<AREA>_ACCESS_KEY` and `S3_<AREA>_SECRET_KEY` before the general pair; an area without any pair is not granted.
 */
export function storageConfigFromEnv(variables: Variables): StorageConfig {
  const env = Environment.parse(variables);
  if (env.S3_ENDPOINT) {
    const granted = env.STORAGE_AREAS.flatMap((area) => {
      const own = `S3_${area.toUpperCase()}`;
      const accessKey = variables[`${own}_ACCESS_KEY`] ?? env.S3_ACCESS_KEY;
      const secretKey = variables[`${own}_SECRET_KEY`] ?? env.S3_SECRET_KEY;
      return accessKey && secretKey ? [[area, { accessKey, secretKey }] as const] : [];
    });
    return StorageConfig.parse({
      kind: 's3',
      endpoint: env.S3_ENDPOINT,
      publicEndpoint: env.S3_PUBLIC_ENDPOINT ?? env.S3_ENDPOINT,
      region: env.S3_REGION,
      bucketPrefix: env.S3_BUCKET_PREFIX,
      reserveBytes: env.STORAGE_RESERVE,
      capacityBytes: env.STORAGE_CAPACITY,
      areas: Object.fromEntries(granted),
    });
  }
  const root = env.STORAGE_DIR;
  if (!root) throw new Error('Set STORAGE_DIR (a folder for the local object store) or S3_ENDPOINT (an S3 server).');
  return StorageConfig.parse({
    kind: 'local',
    publicUrl: env.PUBLIC_URL,
    signingKey: env.STORAGE_SIGNING_KEY,
    reserveBytes: env.STORAGE_RESERVE,
    areas: Object.fromEntries(env.STORAGE_AREAS.map((area) => [area, { directory: `${root}/${area}` }])),
  });
}

/** The same store with the credentials of the given areas only, for a step that runs a model. */
export function restrictAreas<C extends StorageConfig>(config: C, granted: readonly Area[]): C {
  const kept = Object.entries(config.areas).filter(([area]) => granted.some((name) => name === area));
  return { ...config, areas: Object.fromEntries(kept) };
}
