import { hostname } from 'node:os';
import { challengesRoot } from '@unblind/challenges';
import { z } from 'zod';
import { defaultLeasePath } from '@unblind/runner';
import { stepNames } from '../steps/steps';

const Config = z.object({
  DATABASE_URL: z.string().min(1),
  /** The steps that this process takes, such as 'prepare,publish'. Only one that prepares data needs DATA_SECRET. */
  RUNNER_STEPS: z
    .string()
    .default(stepNames.join())
    .transform((list) => list.split(','))
    .pipe(z.array(z.enum(stepNames))),
  /** Holds working files and cached data, truth among them. Nothing in it is needed after a restart. */
  RUNNER_DIR: z.string().min(1),
  /** Data sets made by `unblind data import`, one folder per challenge. They are used instead of simulated data. */
  IMPORTED_DIR: z.string().min(1).optional(),
  /** The challenge folders, which hold organisers' scorers. */
  CHALLENGES_DIR: z.string().min(1).default(challengesRoot),
  RUNNER_NAME: z.string().min(1).default(`${hostname()}-${process.pid}`),
  /** This installation's secret, which wraps the keys of data sets. Without it no hidden split is prepared. */
  DATA_SECRET: z.string().min(16).optional(),
  /** Runs organisers' scorers without a sandbox. */
  UNSAFE_LOCAL: z.stringbool().default(false),
  /**
   * How many evaluations of one entrant are worked on at once, in each step. With one, nobody waits for more than one evaluation of each
   * other entrant; an installation with many runners may allow more, so that a lone entrant can use them.
   */
  ENTRANT_AT_ONCE: z.coerce.number().int().positive().default(1),
  /** A file visible to all runners of this machine, which run as one user. Steps that compute lock it, so that a timing runs alone. */
  HOST_LEASE: z.string().min(1).default(defaultLeasePath(process.env)),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});
export type Config = z.infer<typeof Config>;

export function readConfig(variables: NodeJS.ProcessEnv): Config {
  const result = Config.safeParse(variables);
  if (result.success) return result.data;
  throw new Error(`The environment variables are missing or wrong:\n${z.prettifyError(result.error)}`);
}
