import { createServer, request } from 'node:http';
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage, Server } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { freePort } from './ports';
import { startGateway } from './gateway';

/** The URLs of requests that the gateway closed before a part had answered. */
const ended: string[] = [];

async function answerTo(call: ClientRequest): Promise<IncomingMessage> {
  const [answer] = (await once(call, 'response')) as [IncomingMessage];
  return answer;
}

function listen(port: number, name: string): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    outgoing.once('close', () => outgoing.writableFinished || ended.push(incoming.url ?? ''));
    if (incoming.url === '/api/stream' || incoming.url === '/api/silent') {
      outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
      outgoing.flushHeaders();
      if (incoming.url === '/api/stream') outgoing.write('first\n');
      return; // stays open
    }
    if (incoming.url === '/api/headers') {
      outgoing.writeHead(200, { connection: 'keep-alive, x-of-the-api', 'x-of-the-api': 'secret', 'set-cookie': ['a=1', 'b=2'] });
      return void outgoing.end(JSON.stringify(incoming.headers));
    }
    if (incoming.url === '/api/too-large') return void outgoing.writeHead(413).end('too large');
    let bytes = 0;
    incoming.on('data', (chunk: Buffer) => (bytes += chunk.length));
    incoming.on('end', () => outgoing.end([name, incoming.method, incoming.url, bytes].join(' ')));
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
      await startGateway({ host: '127.0.0.1', port, apiPort, webPort, trustedProxies: [] }),
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

  test('the headers of an event stream arrive before its first event', async () => {
    const call = request(`${address}/api/silent`).end();
    const answer = await answerTo(call);
    expect(answer.headers).toMatchObject({ 'content-type': 'text/event-stream' });
    call.on('error', () => undefined).destroy();
  });

  test('a client that disconnects also ends the request to the part behind', async () => {
    ended.length = 0;
    const call = request(`${address}/api/stream`).end();
    await once(call, 'response');
    call.on('error', () => undefined).destroy();
    while (!ended.includes('/api/stream')) await new Promise((done) => setTimeout(done, 10));
  });

  test('a response sent before the upload has ended reaches the client', async () => {
    const call = request(`${address}/api/too-large`, { method: 'PUT', headers: { 'content-length': 50_000_000 } });
    call.on('error', () => undefined);
    call.write(Buffer.alloc(1_000_000));
    const answer = await answerTo(call);
    expect(answer.statusCode).toBe(413);
    call.destroy();
  });

  test('a part that is down is a problem document, not a hang', async () => {
    const [, apiPort] = ports;
    const port = await freePort(0, ports);
    const webPort = await freePort(0, [port]);
    const lonely = await startGateway({ host: '127.0.0.1', port, apiPort: apiPort ?? 0, webPort, trustedProxies: [] });
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([502, 'application/problem+json']);
    lonely.close();
  });

  const told = async (headers: Record<string, string>, from = address): Promise<IncomingHttpHeaders> =>
    (await (await fetch(`${from}/api/headers`, { headers })).json()) as IncomingHttpHeaders;
  const claimed = {
    'x-forwarded-for': '6.6.6.6',
    'x-forwarded-host': 'evil.test',
    'x-forwarded-proto': 'https',
    'x-forwarded-port': '443',
    'x-real-ip': '6.6.6.6',
    forwarded: 'for=6.6.6.6',
  };

  test('X-Forwarded headers of an untrusted client are replaced by its real address', async () => {
    const headers = await told(claimed);
    const seen = { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': new URL(address).host, 'x-forwarded-proto': 'http' };
    expect(headers).toMatchObject(seen);
    expect(JSON.stringify(headers)).not.toMatch(/6\.6\.6\.6|evil|443/);
  });

  test('X-Forwarded headers of a trusted proxy are kept, and its address is added', async () => {
    const [, apiPort = 0, webPort = 0] = ports;
    const port = await freePort(0, ports);
    const behind = await startGateway({ host: '127.0.0.1', port, apiPort, webPort, trustedProxies: ['10.0.0.1', '127.0.0.0/8'] });
    const headers = await told(claimed, `http://127.0.0.1:${port}`);
    behind.close();
    behind.closeAllConnections();
    const { 'x-forwarded-for': client, 'x-forwarded-host': host, 'x-forwarded-proto': protocol } = headers;
    expect([client, host, protocol]).toEqual(['6.6.6.6, 127.0.0.1', 'evil.test', 'https']);
    expect(headers).not.toMatchObject({ 'x-real-ip': expect.anything() as unknown });
  });

  /** The whole response to raw bytes that no client library would send. */
  async function raw(...lines: string[]): Promise<string> {
    const socket = connect(Number(new URL(address).port), '127.0.0.1');
    socket.write([...lines, '', ''].join('\r\n'));
    let answer = '';
    for await (const chunk of socket.setEncoding('utf8')) answer += String(chunk);
    return answer;
  }
  const get = (...headers: string[]) => raw('GET /api/headers HTTP/1.1', 'Host: a.test', ...headers);

  test('hop-by-hop headers are not passed on, in either direction', async () => {
    const answer = await get(
      'Connection: close, X-Secret',
      'X-Secret: 1',
      'Keep-Alive: timeout=9',
      'TE: trailers',
      'Proxy-Connection: x',
      'X-Kept: 2',
    );
    expect(answer).not.toMatch(/x-secret|timeout=9|"te"|proxy-connection|x-of-the-api/i);
    expect(answer).toContain('"x-kept":"2"');
    expect(answer.match(/set-cookie: [ab]=[12]/gi)).toHaveLength(2);
    expect(answer).toMatch(/^connection: close\r$/im);
  });

  test('an Upgrade header is not passed on, and the request is answered without it', async () => {
    const answer = await get('Connection: Upgrade, close', 'Upgrade: websocket');
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).not.toMatch(/upgrade/i);
  });

  test('a request that could be read as two requests is refused', async () => {
    const bad = [
      ['Content-Length: 3', 'Transfer-Encoding: chunked'],
      ['Content-Length: 3', 'Content-Length: 4'],
      ['Transfer-Encoding: chunked, identity'],
      ['Transfer-Encoding : chunked'],
      ['Connection: content-length', 'Content-Length: 3'],
      ['Connection: close, Transfer-Encoding', 'Transfer-Encoding: chunked'],
      ['Connection: host'],
    ];
    for (const headers of bad) {
      const answers = (await get(...headers)).match(/HTTP\/1\.1 \d+/g);
      expect([headers, answers]).toEqual([headers, ['HTTP/1.1 400']]);
    }
  });

  test('the body of a GET stays a body', async () => {
    const smuggled = ['GET /api/smuggled HTTP/1.1', 'Host: a.test', '', ''].join('\r\n');
    const chunk = `${smuggled.length.toString(16)}\r\n${smuggled}\r\n0\r\n\r\n`;
    const socket = connect(Number(new URL(address).port), '127.0.0.1');
    socket.write(`GET /api/outer HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}`);
    let answer = '';
    for await (const part of socket.setEncoding('utf8')) answer += String(part);
    expect(answer).toContain(`api GET /api/outer ${smuggled.length}`);
    expect(answer).not.toContain('smuggled ');
  });

  test('a port that is in use is not chosen', async () => {
    const [taken = 0] = ports;
    expect(await freePort(taken)).not.toBe(taken);
  });
});
