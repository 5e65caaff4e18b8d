import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { createServer as createHttp, request } from 'node:http';
import { createServer } from 'node:https';
import { connect } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { join } from 'node:path';

async function listen(server: Server, host = '127.0.0.1', asked = 0): Promise<number> {
  await new Promise<void>((done) => server.listen(asked, host, done));
  const { port } = server.address() as AddressInfo;
  return port;
}

/** Ends all connections of a server, and the server. */
function closer(server: Server): () => void {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => void open.add(socket.once('close', () => open.delete(socket))));
  return () => {
    server.close();
    for (const socket of open) socket.destroy();
  };
}

/** The platform behind HTTPS, with a certificate of an authority that no system knows, as at many sites. Default: at a free port of localhost. */
export async function httpsFront(target: string, folder: string, at?: { address: string; port: number }) {
  const [ca, key, cert] = [join(folder, 'ca.pem'), join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=A site', '-days', '2', '-keyout', 'ca-key.pem', '-out', ca);
  openssl(
    'req',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-subj',
    '/CN=localhost',
    '-addext',
    at ? `subjectAltName=IP:${at.address}` : 'subjectAltName=DNS:localhost',
    '-keyout',
    key,
    '-out',
    'asked.pem',
  );
  openssl('x509', '-req', '-in', 'asked.pem', '-CA', ca, '-CAkey', 'ca-key.pem', '-copy_extensions', 'copy', '-days', '2', '-out', cert);
  // A runner of another user reads the authority's certificate.
  chmodSync(folder, 0o755);
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (incoming, outgoing) => {
    const { method, headers, url = '/' } = incoming;
    const forwarded = request(new URL(url, target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    outgoing.on('close', () => forwarded.destroy());
    incoming.pipe(forwarded);
  });
  const close = closer(server);
  return { url: `https://${at?.address ?? 'localhost'}:${await listen(server, at?.address, at?.port)}`, ca, close };
}

/** A site's proxy: the only way out. Counts what it connected. */
export async function connectProxy() {
  const connected: string[] = [];
  const server = createHttp((_, answer) => void answer.writeHead(405).end());
  server.on('connect', (asked: { url?: string }, client: Socket) => {
    const { hostname, port } = new URL(`http://${asked.url}`);
    connected.push(hostname);
    const upstream = connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [client, upstream]) socket.on('error', () => [client, upstream].forEach((one) => one.destroy()));
  });
  const close = closer(server);
  return { url: `http://127.0.0.1:${await listen(server)}`, connected, close };
}
