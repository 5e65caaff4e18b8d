import { Agent, createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { createProxyServer } from 'httpxy';
import { addressIn, endToEnd, forwardedHeaders, isForwarding, removesFraming } from './forwarded-headers';

export interface GatewayOptions {
  host: string;
  port: number;
  apiPort: number;
  webPort: number;
  /** Addresses and ranges whose `X-Forwarded-*` headers are believed. */
  trustedProxies: readonly string[];
}

/** Serves the platform at one address: /api goes to the API, everything else to the web application. Bodies and event streams are not buffered. */
export function startGateway({ host, port, apiPort, webPort, trustedProxies }: GatewayOptions): Promise<Server> {
  const isTrusted = addressIn(trustedProxies);
  // httpxy's own agent has only 256 sockets: as many event streams would use them all.
  const agent = new Agent({ keepAlive: true });
  // httpxy trusts any X-Forwarded-* and passes on hop-by-hop headers, so headers are set here, in both directions.
  const proxy = createProxyServer({ agent, xfwd: false, selfHandleResponse: true });
  proxy.on('proxyRes', (answer, _, outgoing) => {
    const { 'transfer-encoding': _framing, ...headers } = endToEnd(answer.headers);
    outgoing.writeHead(answer.statusCode ?? 502, answer.statusMessage, headers);
    outgoing.flushHeaders();
    pipeline(answer, outgoing, () => undefined);
  });
  const server = createServer((incoming, outgoing) => {
    if (removesFraming(incoming.headers)) return refuse(outgoing, smuggling);
    const isApi = incoming.url === '/api' || incoming.url?.startsWith('/api/') === true;
    incoming.headers = headersFor(incoming, isTrusted);
    proxy
      .web(incoming, outgoing, { target: { host: '127.0.0.1', port: isApi ? apiPort : webPort } })
      .catch(() => refuse(outgoing, notReady));
  });
  server.requestTimeout = 0; // long uploads are bounded by the API
  server.once('close', () => agent.destroy());
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

/** An address at which this machine reaches a server that listens on `host`, which may be a wildcard. */
export function addressToReach(host: string, port: number): string {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

function headersFor(incoming: IncomingMessage, isTrusted: (address: string) => boolean) {
  const others = Object.entries(endToEnd(incoming.headers)).filter(([name]) => !isForwarding(name));
  return { ...Object.fromEntries(others), ...forwardedHeaders(incoming, isTrusted) };
}

const notReady = {
  title: 'Not ready',
  status: 502,
  code: 'not-ready',
  detail: 'This part of the platform does not respond.',
  fix: 'Try again in a moment.',
};

const smuggling = {
  title: 'Invalid request',
  status: 400,
  code: 'invalid-request',
  detail: "The 'Connection' header may not name Content-Length, Host or Transfer-Encoding.",
  fix: "Name only hop-by-hop headers in 'Connection'.",
};

function refuse(outgoing: ServerResponse, problem: typeof notReady): void {
  if (outgoing.headersSent) return void outgoing.destroy();
  outgoing.writeHead(problem.status, { 'content-type': 'application/problem+json', connection: 'close' });
  outgoing.end(JSON.stringify({ type: 'about:blank', ...problem }));
}
