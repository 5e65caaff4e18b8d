import { createServer, request } from 'node:http';
import type { Server } from 'node:http';
import { freePort } from './ports';
import { startGateway } from './gateway';

function listen(port: number, name: string): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    if (incoming.url === '/api/stream') {
      outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
      outgoing.write('first\n');
      return; // stays open
    }
    let bytes = 0;
    incoming.on('data', (chunk: Buffer) => (bytes += chunk.length));
    incoming.on('end', () => outgoing.end(`${name} ${incoming.method} ${incoming.url} ${bytes}`));
  });
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)));
}

describe('the gateway', () => {
  let servers: Server[] = [];
  let address = '';
  let ports: number[] = [];

  beforeAll(async () => {
    ports = [await freePort(0)];
    for (let i = 0; i < 2; i++) ports.push(await freePort(0, ports));
    const [port = 0, apiPort = 0, webPort = 0] = ports;
    servers = [
      await listen(apiPort, 'api'),
      await listen(webPort, 'web'),
      await startGateway({ host: '127.0.0.1', port, apiPort, webPort }),
    ];
    address = `http://127.0.0.1:${port}`;
  });
  afterAll(() =>
    servers.forEach((server) => {
      server.close();
      server.closeAllConnections();
    }),
  );

  test('/api goes to the API and everything else to the web application, bodies included', async () => {
    const body = Buffer.alloc(3_000_000);
    expect(await (await fetch(`${address}/api/v1/x?y=1`, { method: 'PUT', body })).text()).toBe('api PUT /api/v1/x?y=1 3000000');
    expect(await (await fetch(`${address}/challenges`)).text()).toBe('web GET /challenges 0');
    expect(await (await fetch(`${address}/apix`)).text()).toBe('web GET /apix 0');
  });

  test('an event stream arrives while it is still open', async () => {
    const first = await new Promise<string>((resolve, reject) => {
      const call = request(`${address}/api/stream`, (answer) =>
        answer.once('data', (chunk: Buffer) => {
          resolve(chunk.toString());
          call.destroy();
        }),
      );
      call.on('error', reject).end();
    });
    expect(first).toBe('first\n');
  });

  test('a part that is down is a problem document, not a hang', async () => {
    const [, apiPort] = ports;
    const port = await freePort(0, ports);
    const lonely = await startGateway({ host: '127.0.0.1', port, apiPort: apiPort ?? 0, webPort: await freePort(0) });
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([502, 'application/problem+json']);
    lonely.close();
  });

  test('a port that is taken is not handed out', async () => {
    const [taken = 0] = ports;
    expect(await freePort(taken)).not.toBe(taken);
  });
});
