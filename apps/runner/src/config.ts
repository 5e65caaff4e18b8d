import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { challengesRoot } from '@unblind/challenges';
import { ByteSize } from '@unblind/contracts';
import { cdiFolders, imageCacheBytes, sandboxNames } from '@unblind/sandbox';
import { z } from 'zod';

const Config = z.object({
  DATABASE_URL: z.string().min(1),
  /** Work files and cached inputs; nothing in it is needed after a restart. */
  RUNNER_DIR: z.string().min(1),
  /** Data sets that `unblind data import` made, by challenge: used instead of simulated ones. */
  IMPORTED_DIR: z.string().min(1).optional(),
  /** Where the challenge folders lie: organisers' scorers, and the models that timings are held against. */
  CHALLENGES_DIR: z.string().min(1).default(challengesRoot),
  RUNNER_NAME: z.string().min(1).default(`${hostname()}-${process.pid}`),
  /** Of this installation: simulated test splits are seeded from it, so that nobody can make their truth again from the manifest. */
  DATA_SECRET: z.string().min(16).optional(),
  /** Runs models without a sandbox. Shown on every page. */
  UNSAFE_LOCAL: z.stringbool().default(false),
  /** Of containers: without it the first that holds of those that start fast, which gVisor's does not. */
  CONTAINER_RUNTIME: z.enum(sandboxNames).optional(),
  /** Models at once on this host. */
  RUN_CONCURRENCY: z.coerce.number().int().positive().default(1),
  /** A file that all runners of this machine see: who computes locks it, so that timings are alone. */
  HOST_LEASE: z.string().min(1).default(join(tmpdir(), 'unblind-host.lease')),
  /** Folders with CDI specifications, which say what a GPU needs in a container; without one that is found out. */
  CDI_SPEC_DIRS: z
    .string()
    .default(cdiFolders.join(':'))
    .transform((folders) => folders.split(':')),
  /** Unpacked images are kept up to this, such as '20GiB', so that an image is unpacked once for its steps; '0B' keeps none. */
  IMAGE_CACHE: ByteSize.default(imageCacheBytes),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});
export type Config = z.infer<typeof Config>;

export function readConfig(variables: NodeJS.ProcessEnv): Config {
  const result = Config.safeParse(variables);
  if (result.success) return result.data;
  throw new Error(`The runner's settings are not complete:\n${z.prettifyError(result.error)}`);
}
