import type { Request } from 'express';
import { ProblemException } from '../common/problem';

const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Browsers send our cookie with requests from any site's pages, so a change authorised by cookie must come from our own pages.
 * A caller without these headers is not a browser, so it cannot be sending somebody else's cookie.
 */
export function checkOrigin(request: Request, publicUrl: string): void {
  if (safeMethods.includes(request.method)) return;
  const { origin, 'sec-fetch-site': site } = request.headers;
  const ours = origin === undefined ? site === undefined || site === 'same-origin' || site === 'none' : isOurs(origin, request, publicUrl);
  if (!ours)
    throw new ProblemException('origin-refused', {
      detail: `Expected a request from a page of this platform; it came from ${origin ?? 'another site'}.`,
    });
}

/** True for the public address, and for the address that the request was sent to (such as 127.0.0.1 for localhost). */
function isOurs(origin: string, request: Request, publicUrl: string): boolean {
  if (!URL.canParse(origin)) return false;
  const parsed = new URL(origin).origin;
  return parsed === new URL(publicUrl).origin || parsed === `${request.protocol}://${request.host}`;
}
