import type { Request } from 'express';
import { ProblemException } from '../common/problem';

const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/**
 * A cookie is sent by the browser whoever wrote the page, so a change asked for by cookie must come from our own pages.
 * A caller without these headers is no browser, and has nobody's cookie but its own.
 */
export function checkOrigin(request: Request, publicUrl: string): void {
  if (safeMethods.includes(request.method)) return;
  const { origin, 'sec-fetch-site': site } = request.headers;
  const ours = origin === undefined ? site === undefined || site === 'same-origin' || site === 'none' : isOurs(origin, request, publicUrl);
  if (!ours) throw new ProblemException('origin-refused', { detail: `The request came from ${origin ?? 'another site'}.` });
}

/** The public address, or the very one that the request was sent to (127.0.0.1 beside localhost). */
function isOurs(origin: string, request: Request, publicUrl: string): boolean {
  if (!URL.canParse(origin)) return false;
  const parsed = new URL(origin).origin;
  return parsed === new URL(publicUrl).origin || parsed === `${request.protocol}://${request.host}`;
}
