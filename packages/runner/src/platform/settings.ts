import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ByteSize, Slug } from '@unblind/contracts';
import { cdiFolders, imageCacheBytes, sandboxNames } from '@unblind/sandbox';
import { z } from 'zod';
import { defaultLeasePath } from '../lease/lease-files';
import { scratchFolder } from './end-of-job';

/** What a runner is told of its machine by its environment. */
const MachineSettings = z.object({
  /** Holds working files and cached inputs. Nothing in it is needed after a restart. Default: in the batch system's scratch folder. */
  RUNNER_DIR: z
    .string()
    .min(1)
    .default(join(scratchFolder(process.env) ?? tmpdir(), `unblind-runner-${process.getuid?.() ?? 0}`)),
  /** Ends after one step. */
  RUNNER_ONCE: z.stringbool().default(false),
  /** Ends after so many seconds without work. Default: it waits for ever. */
  RUNNER_MAX_IDLE: z.coerce.number({ error: 'a number of seconds (--max-idle)' }).positive().optional(),
  /** Ends at this time, and takes nothing that may last longer. Default: when the batch system ends the job, if it says so. */
  RUNNER_UNTIL: z.coerce.date({ error: 'a time such as 2026-12-01T06:00:00Z (--until)' }).optional(),
  /** The same in seconds from now: for batch systems that do not say when a job ends, such as Kubernetes. */
  RUNNER_WALL_TIME: z.coerce.number({ error: 'a number of seconds (--wall-time)' }).positive().optional(),
  /**
   * Whether it times models, which needs the machine and its GPU for itself. Default: as far as the runner can see that it has; a GPU
   * in time slices cannot be seen from inside.
   */
  RUNNER_TIMES: z.stringbool().optional(),
  /** Takes one step at a time. Otherwise it takes short steps beside long ones. */
  RUNNER_ALONE: z.stringbool().default(false),
  RUNNER_NAME: z.string().min(1).default(`${hostname()}-${process.pid}`),
  /** What this runner is to be known by: a challenge may ask for runners with some labels. */
  RUNNER_LABELS: z
    .string()
    .default('')
    .transform((list) => list.split(',').filter(Boolean))
    .pipe(z.array(Slug)),
  /** Runs models without a sandbox. Every page then shows a warning. */
  UNSAFE_LOCAL: z.stringbool().default(false),
  /** The runtime of containers. Default: the first that passes its checks of those that start fast (gVisor's does not). */
  CONTAINER_RUNTIME: z.enum(sandboxNames).optional(),
  /** How many submissions run at once. */
  RUN_CONCURRENCY: z.coerce.number().int().positive().default(1),
  /** A file visible to all runners of this machine, which run as one user. Steps that compute lock it, so that a timing runs alone. */
  HOST_LEASE: z.string().min(1).default(defaultLeasePath(process.env)),
  /** Folders with CDI specifications, which list what a GPU needs in a container. Without a specification the runner detects it. */
  CDI_SPEC_DIRS: z
    .string()
    .default(cdiFolders.join(':'))
    .transform((folders) => folders.split(':')),
  /** How much space unpacked images may take, such as '20GiB'. An image is then unpacked once for all its steps; '0B' keeps none. */
  IMAGE_CACHE: ByteSize.default(imageCacheBytes),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});
export type MachineSettings = z.infer<typeof MachineSettings>;

/** It needs an address and a token, and no other secret. */
const Settings = MachineSettings.extend({
  /** The platform's address, as people open it. */
  UNBLIND_URL: z.url({ protocol: /^https?$/, error: "the platform's address with https://, as people open it (--url)" }),
  RUNNER_TOKEN: z.string({ error: "the runner's token (--token-file or --token)" }).min(1),
});
export type Settings = z.infer<typeof Settings>;

export const readSettings = (variables: NodeJS.ProcessEnv): Settings => parse(Settings, variables);
export const readMachineSettings = (variables: NodeJS.ProcessEnv): MachineSettings => parse(MachineSettings, variables);

function parse<T>(schema: z.ZodType<T>, variables: NodeJS.ProcessEnv): T {
  const result = schema.safeParse(variables);
  if (result.success) return result.data;
  throw new Error(`Settings of the runner are missing or wrong; expected is:\n${z.prettifyError(result.error)}`);
}
