import { pino } from 'pino';
import { readConfig } from './config';
import { startCentral } from './start-central';

/** The processes that hold truth: the scorer and the preparer. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = pino({ level: config.LOG_LEVEL, timestamp: pino.stdTimeFunctions.isoTime });
  const central = await startCentral(config, process.env, log);
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    central.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ error: String(error) }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
