import { createApp } from './app';
import { createLogger } from './common/logger';
import { configFromEnv } from './config';

async function main(): Promise<void> {
  const config = configFromEnv(process.env);
  const app = await createApp(config);
  await app.listen(config.port, config.host);
  createLogger(config.logLevel).info({ host: config.host, port: config.port }, 'listening');
}

main().catch((error: unknown) => {
  createLogger('error').fatal({ err: error }, 'the API could not start');
  process.exit(1);
});
