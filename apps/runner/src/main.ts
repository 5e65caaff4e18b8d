import { pino } from 'pino';
import { endOfJob } from './platform/end-of-job';
import { useProxies } from './platform/proxies';
import { readSettings } from './platform/settings';
import { loopsFor, oneLoop, startRunner } from './platform/start-runner';

/** A runner, of the platform or elsewhere. It holds no secret but its token. */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const log = pino({ level: settings.LOG_LEVEL, timestamp: pino.stdTimeFunctions.isoTime });
  useProxies(process.env);
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopping.abort(new Error('This runner is stopping.')));
  const { RUNNER_ONCE: once, RUNNER_MAX_IDLE: maxIdleSeconds = null, RUNNER_UNTIL, RUNNER_ALONE, RUN_CONCURRENCY } = settings;
  const until = RUNNER_UNTIL?.getTime() ?? endOfJob(process.env);
  const loops = RUNNER_ALONE || once ? oneLoop : loopsFor(RUN_CONCURRENCY);
  await startRunner({ settings, log, loops, manners: { once, maxIdleSeconds, until }, stopping: stopping.signal });
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
