import { TrustedProxies } from '@unblind/contracts';
import { z } from 'zod';
import { startGateway } from './gateway';

const Port = z.coerce.number().int().min(1).max(65_535);
const Environment = z.object({
  GATEWAY_HOST: z.string().min(1),
  GATEWAY_PORT: Port,
  API_PORT: Port,
  WEB_PORT: Port,
  TRUSTED_PROXIES: TrustedProxies,
});

/** The gateway as a process of its own: it faces the network, and holds no secret. */
async function main(): Promise<void> {
  const env = Environment.parse(process.env);
  const server = await startGateway({
    host: env.GATEWAY_HOST,
    port: env.GATEWAY_PORT,
    apiPort: env.API_PORT,
    webPort: env.WEB_PORT,
    trustedProxies: env.TRUSTED_PROXIES,
  });
  process.once('SIGTERM', () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`the gateway could not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
