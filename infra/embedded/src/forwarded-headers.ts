import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Returns a function that tells whether an address is in a list of addresses and ranges (CIDR). */
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

/** Headers of one connection, not of the request (RFC 9110, section 7.6.1). */
const hopByHop = ['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'proxy-connection', 'te', 'trailer', 'upgrade'];

/** Headers that delimit and address a message. Removing one of these would make the next server read a different message. */
const framing = ['content-length', 'host', 'transfer-encoding'];

const namedByConnection = ({ connection = '' }: IncomingHttpHeaders): string[] =>
  connection.split(',').map((name) => name.trim().toLowerCase());

export function removesFraming(headers: IncomingHttpHeaders): boolean {
  return namedByConnection(headers).some((name) => framing.includes(name));
}

/** The headers to pass on: without those of this connection, and without those that its `Connection` header names. */
export function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const removed = [...hopByHop, ...namedByConnection(headers)];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !removed.includes(name)));
}

/** The client address, host and protocol: as reported by a trusted proxy, otherwise as seen on this connection. */
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

/** True for other headers that name the client. They are removed: nothing here checks them, so nothing may rely on them. */
export function isForwarding(name: string): boolean {
  return name === 'forwarded' || name === 'x-real-ip' || name.startsWith('x-forwarded-');
}
