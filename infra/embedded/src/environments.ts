const s3 = ['S3_ENDPOINT', 'S3_PUBLIC_ENDPOINT', 'S3_REGION', 'S3_BUCKET_PREFIX', 'S3_ACCESS_KEY', 'S3_SECRET_KEY'];
const keysOf = (...areas: string[]): string[] => areas.flatMap((area) => [`S3_${area}_ACCESS_KEY`, `S3_${area}_SECRET_KEY`]);
const objects = ['STORAGE_DIR', 'STORAGE_AREAS', ...s3];
const rows = ['DATABASE_URL', 'QUEUE_DATABASE_URL', 'REDIS_URL'];
const central = ['RUNNER_DIR', 'RUNNER_STEPS', 'CHALLENGES_DIR'];

/**
 * The environment variables of each process of the platform: it gets these and those of `commonEnvironment`, and no others. Secrets go
 * only where they are used; the web application and the gateway have none.
 */
export const environments = {
  api: [
    ...rows,
    ...objects,
    // Hidden inputs alone go to runners, by addresses that it signs.
    ...keysOf('PUBLIC', 'HIDDEN', 'SUBMISSIONS', 'RESULTS'),
    'STORAGE_SIGNING_KEY',
    'RUNNER_TOKEN',
    'INITIAL_ADMIN_PASSWORD',
    'SEED_TOKEN',
    'API_PORT',
    'API_HOST',
    'PUBLIC_URL',
    'TRUSTED_PROXIES',
    'CHALLENGES_DIR',
    'ARCHIVE_DAYS',
    'BLINDED_STEP_SECONDS',
    'SUBMIT_REQUIRES',
    'ENTRANT_WAITING',
    'ENTRANT_AT_ONCE',
    'RERUN_SHARE',
  ],
  // The addresses of the store are in the content security policy: browsers upload there.
  web: ['PORT', 'HOSTNAME', 'API_URL', 'CHALLENGES_DIR', 'S3_ENDPOINT', 'S3_PUBLIC_ENDPOINT'],
  gateway: ['GATEWAY_HOST', 'GATEWAY_PORT', 'API_PORT', 'WEB_PORT', 'TRUSTED_PROXIES'],
  // Neither database nor queue nor store: it works for the API.
  runner: ['UNBLIND_URL', 'RUNNER_TOKEN', 'RUNNER_DIR', 'RUNNER_TIMES', 'CONTAINER_RUNTIME', 'IMAGE_CACHE', 'UNSAFE_LOCAL'],
  // An organiser's own scorer runs in the sandbox.
  scorer: [...rows, ...objects, ...keysOf('PUBLIC', 'TRUTH', 'RESULTS'), ...central, 'ENTRANT_AT_ONCE', 'UNSAFE_LOCAL'],
  preparer: [...rows, ...objects, ...keysOf('PUBLIC', 'HIDDEN', 'TRUTH'), ...central, 'IMPORTED_DIR', 'DATA_SECRET'],
} as const satisfies Record<string, readonly string[]>;

export type ProcessName = keyof typeof environments;

/** What every Node process of the platform gets. */
export function commonEnvironment(variables: NodeJS.ProcessEnv): Record<string, string> {
  const { PATH = '/usr/bin:/bin', HOME = '/', LANG = 'C.UTF-8' } = variables;
  return { PATH, HOME, LANG, NODE_ENV: 'production', TZ: 'UTC' };
}

/** The variables of `given` that a process gets, by the table. */
export function environmentOf(process: ProcessName, given: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    environments[process].flatMap((name) => {
      const value = given[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
