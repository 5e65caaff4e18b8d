import { createServer } from 'node:net';

/** The preferred port if it is free on loopback, otherwise any free port that is not in `taken`. */
export async function freePort(preferred = 0, taken: readonly number[] = []): Promise<number> {
  if (!taken.includes(preferred) && (await isFree(preferred))) return preferred;
  for (;;) {
    const port = await listenOnce(0);
    if (port !== null && !taken.includes(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  return (await listenOnce(port)) === port;
}

function listenOnce(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : null));
    });
  });
}
