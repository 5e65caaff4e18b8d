import { readSettings, workUntilStopped } from '@unblind/runner';
import { pino } from 'pino';

/** A runner of the platform. It holds no secret but its token. */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  await workUntilStopped(settings, pino({ level: settings.LOG_LEVEL, timestamp: pino.stdTimeFunctions.isoTime }));
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
