import { createServer, request } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';

/** The one address: /api goes to the API, everything else to the web application. Bodies and event streams pass unbuffered. */
export function startGateway(options: { host: string; port: number; apiPort: number; webPort: number }): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    const port = incoming.url === '/api' || incoming.url?.startsWith('/api/') ? options.apiPort : options.webPort;
    forward(incoming, outgoing, port);
  });
  server.requestTimeout = 0; // long uploads are bounded by the API
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => resolve(server));
  });
}

function forward(incoming: IncomingMessage, outgoing: ServerResponse, port: number): void {
  const headers = {
    ...incoming.headers,
    'x-forwarded-for': incoming.socket.remoteAddress ?? '',
    'x-forwarded-host': incoming.headers.host ?? '',
    'x-forwarded-proto': 'http',
  };
  const upstream = request({ host: '127.0.0.1', port, method: incoming.method, path: incoming.url, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    outgoing.flushHeaders();
    answer.pipe(outgoing);
  });
  upstream.on('error', () => {
    if (outgoing.headersSent) return outgoing.destroy();
    outgoing.writeHead(502, { 'content-type': 'application/problem+json' });
    outgoing.end(
      JSON.stringify({
        type: 'about:blank',
        title: 'Not ready',
        status: 502,
        code: 'not-ready',
        detail: 'This part of the platform does not answer.',
        fix: 'Try again in a moment.',
      }),
    );
  });
  incoming.on('aborted', () => upstream.destroy());
  outgoing.on('close', () => upstream.destroy());
  incoming.pipe(upstream);
}
