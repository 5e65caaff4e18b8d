/**
 * The content security policy of a page.
 *
 * @param scripts the sources of its scripts: a nonce for a page that is rendered for one visitor, hashes for one that is stored
 * @param uploads the sources of the store to which its forms upload, if it is elsewhere
 */
export function contentSecurityPolicy(scripts: readonly string[], uploads: readonly string[]): string {
  // hash-wasm compiles WebAssembly; development reloads by eval.
  const evaluation = process.env.NODE_ENV === 'development' ? ["'unsafe-eval'"] : ["'wasm-unsafe-eval'"];
  const directives: Record<string, readonly string[]> = {
    'default-src': ["'self'"],
    'script-src': [...scripts, ...evaluation],
    'worker-src': ["'self'"],
    // React and KaTeX write style attributes.
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:'],
    // Files are uploaded to the store directly.
    'connect-src': ["'self'", ...uploads],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'frame-src': ["'none'"],
    'frame-ancestors': ["'none'"],
    'form-action': ["'self'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(' '))
    .join('; ');
}

/** Where browsers upload to: an S3 server by its path or with a bucket in its host name; nothing else than this site without one. */
export function uploadSources({ S3_PUBLIC_ENDPOINT, S3_ENDPOINT }: Record<string, string | undefined>): string[] {
  const endpoint = S3_PUBLIC_ENDPOINT ?? S3_ENDPOINT;
  if (!endpoint || !URL.canParse(endpoint)) return [];
  const { protocol, host, origin } = new URL(endpoint);
  return [origin, `${protocol}//*.${host}`];
}
