import type { Log } from '../log';
import { endOfJob } from './end-of-job';
import { followSite } from './site';
import type { Settings } from './settings';
import { loopsFor, oneLoop, startRunner } from './start-runner';

/**
 * What ends a job: a person or a batch system. SIGUSR1 is what some send before it; Node would open a port for a debugger at it.
 */
const signals = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGXCPU'] as const;

/**
 * Is a runner until a signal, its settings or the end of the job stop it. A step that it works on then is given back.
 * @throws Refused if the platform wants nothing of it
 */
export async function workUntilStopped(settings: Settings, log: Log): Promise<void> {
  followSite(process.env);
  const stopping = new AbortController();
  const stop = (): void => stopping.abort(new Error('This runner is stopping.'));
  for (const signal of signals) process.on(signal, stop);
  try {
    const { RUNNER_ONCE: once, RUNNER_MAX_IDLE: maxIdleSeconds = null, RUNNER_ALONE, RUN_CONCURRENCY } = settings;
    const loops = RUNNER_ALONE || once ? oneLoop : loopsFor(RUN_CONCURRENCY);
    const manners = { once, maxIdleSeconds, until: endOf(settings) };
    await startRunner({ settings, log, loops, manners, stopping: stopping.signal });
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
}

/** When a runner with these settings ends at the latest, in milliseconds since 1970; null: never. */
export function endOf({ RUNNER_UNTIL, RUNNER_WALL_TIME }: Pick<Settings, 'RUNNER_UNTIL' | 'RUNNER_WALL_TIME'>): number | null {
  const ends = [RUNNER_UNTIL?.getTime(), RUNNER_WALL_TIME && started + RUNNER_WALL_TIME * 1000, endOfJob(process.env)];
  const known = ends.filter((end) => typeof end === 'number');
  return known.length === 0 ? null : Math.min(...known);
}

const started = Date.now() - process.uptime() * 1000;
