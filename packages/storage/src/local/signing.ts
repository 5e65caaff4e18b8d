import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Area } from '../areas';
import { keySegments } from '../keys';

type SignedMethod = 'GET' | 'PUT';

export interface SignedLink {
  method: SignedMethod;
  area: Area;
  key: string;
  /** Everything else that the signature covers: the file name, or the upload and its part. */
  parameters: Readonly<Record<string, string>>;
  /** Unix seconds. */
  expires: number;
}

function signature(signingKey: string, link: SignedLink): Buffer {
  const parameters = Object.entries(link.parameters).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHmac('sha256', signingKey)
    .update(JSON.stringify([link.method, link.area, link.key, link.expires, parameters]))
    .digest();
}

export function signedUrl(publicUrl: string, signingKey: string, link: SignedLink): string {
  const url = new URL(`${publicUrl.replace(/\/$/, '')}/${link.area}/${keySegments(link.key).join('/')}`);
  for (const [name, value] of Object.entries(link.parameters)) url.searchParams.set(name, value);
  url.searchParams.set('expires', String(link.expires));
  url.searchParams.set('signature', signature(signingKey, link).toString('hex'));
  return url.href;
}

/** Compares in constant time, so that a signature cannot be guessed byte by byte. */
export function isSignedBy(signingKey: string, link: SignedLink, candidate: string): boolean {
  if (!/^[0-9a-f]{64}$/.test(candidate)) return false;
  return timingSafeEqual(signature(signingKey, link), Buffer.from(candidate, 'hex'));
}
