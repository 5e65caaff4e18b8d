import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Says whether an address is one of a list of addresses and ranges (CIDR). */
export function addressIn(list: readonly string[]): (address: string) => boolean {
  const ranges = new BlockList();
  for (const entry of list) {
    const [address = '', prefix] = entry.split('/');
    const family = familyOf(address);
    if (prefix === undefined) ranges.addAddress(address, family);
    else ranges.addSubnet(address, Number(prefix), family);
  }
  return (address) => isIP(address) > 0 && ranges.check(address, familyOf(address));
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (address.includes(':') ? 'ipv6' : 'ipv4');

/** These concern one connection, not the request: RFC 9110, 7.6.1. */
const hopByHop = ['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te', 'trailer', 'upgrade'];

/** What delimits and addresses a message. Who asks to remove one of these wants the next server to read another message. */
const framing = ['content-length', 'host', 'transfer-encoding'];

const namedByConnection = ({ connection = '' }: IncomingHttpHeaders): string[] =>
  connection.split(',').map((name) => name.trim().toLowerCase());

export function removesFraming(headers: IncomingHttpHeaders): boolean {
  return namedByConnection(headers).some((name) => framing.includes(name));
}

/** The headers that go further: without those of this connection, and those that its `Connection` header names. */
export function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const removed = [...hopByHop, ...namedByConnection(headers)];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !removed.includes(name)));
}

/** Who asks, for which host and how: as a trusted proxy says it, and as this connection shows it for everybody else. */
export function forwardedHeaders({ headers, socket }: IncomingMessage, isTrusted: (address: string) => boolean): IncomingHttpHeaders {
  const peer = socket.remoteAddress ?? '';
  const told = isTrusted(peer) ? headers : {};
  const { 'x-forwarded-for': before, 'x-forwarded-host': host, 'x-forwarded-proto': protocol } = told;
  return {
    'x-forwarded-for': before === undefined ? peer : `${String(before)}, ${peer}`,
    'x-forwarded-host': host ?? headers.host ?? '',
    'x-forwarded-proto': protocol ?? 'http',
  };
}

/** Other headers by which proxies say who asks; nothing here reads them, and nobody may think that they were checked. */
export function isForwarding(name: string): boolean {
  return name === 'forwarded' || name === 'x-real-ip' || name.startsWith('x-forwarded-');
}
