import { NextResponse } from 'next/server';
import type { NextRequest } from 'next/server';
import { contentSecurityPolicy, uploadSources } from '@/lib/security/content-security-policy';
import { storedScriptSources } from '@/lib/security/stored-scripts';

const uploads = uploadSources(process.env);

/**
 * Gives each page its content security policy. A page that is rendered for one visitor has a nonce of its own, which Next reads from the
 * request and puts on its scripts; a page that is stored has the hashes of its scripts.
 */
export function proxy(request: NextRequest): NextResponse {
  const stored = storedScriptSources(request.nextUrl.pathname);
  const policy = contentSecurityPolicy(stored ?? [`'nonce-${newNonce()}'`, "'strict-dynamic'"], uploads);
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

const newNonce = (): string => Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');

/** All pages; not the files of the build nor the challenges' figures. */
export const config = { matcher: ['/((?!_next/static/|challenge-figures/|icon.svg).*)'] };
