import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { TrustedProxies } from '@unblind/contracts';
import { Home } from './home';
import { Parts } from './parts';
import { reset, startPlatform } from './platform';
import type { Platform } from './platform';
import { prepareSamples } from './samples';

const usage = `npm start [-- OPTIONS]
  --port N        the port of the address (default 3000, or a free one)
  --host H        the interface to listen on (default 127.0.0.1)
  --home DIR      where data are kept (default .unblind)
  --reset         start over: removes all kept data first
  --unsafe-local  run models without a sandbox; for your own models only`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: process.env.PORT ?? '3000' },
      host: { type: 'string', default: '127.0.0.1' },
      home: { type: 'string', default: process.env.UNBLIND_HOME },
      reset: { type: 'boolean', default: false },
      'unsafe-local': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return print(usage);
  const root = resolve(__dirname, '../../..');
  const home = new Home(resolve(values.home ?? join(root, '.unblind')));
  if (values.reset) reset(home);
  const unlock = home.lock();

  const parts = new Parts();
  let starting: Promise<Platform> | null = null;
  let shuttingDown = false;
  const shutDown = async (code: number, message?: string): Promise<void> => {
    if (shuttingDown) return;
    shuttingDown = true;
    if (message) print(message);
    await parts.stop();
    await starting?.catch(() => undefined); // a part that was still starting is stopped too
    unlock();
    process.exit(code);
  };
  process.on('SIGINT', () => void shutDown(0, '\n  Stopping.'));
  process.on('SIGTERM', () => void shutDown(0));
  process.on('SIGHUP', () => void shutDown(0));

  try {
    starting = startPlatform({
      root,
      home,
      host: values.host,
      port: Number(values.port),
      unsafeLocal: values['unsafe-local'],
      parts,
      trustedProxies: trustedProxiesFrom(process.env.TRUSTED_PROXIES),
      onExit: (reason) => void shutDown(1, `\n  ${reason}`),
    });
    const platform = await starting;
    const { seedToken } = home.secrets();
    await prepareSamples({ root, address: platform.address, seedToken });
    print(`\n  Unblind is at ${platform.address}`);
    if (platform.oneTimePassword) print(`  First administrator: admin, one-time password: ${platform.oneTimePassword}`);
    print('  Ctrl-C stops it. Data and logs are kept in ' + home.directory);
  } catch (error) {
    await shutDown(1, `\n  ${error instanceof Error ? error.message : String(error)}`);
  }
}

function trustedProxiesFrom(text: string | undefined): string[] {
  const parsed = TrustedProxies.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new Error(`TRUSTED_PROXIES is '${text ?? ''}': expected ${parsed.error.issues[0]?.message ?? 'another value'}.`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

void main();
