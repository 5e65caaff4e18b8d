const site = 'http://here.invalid';
/** Browsers drop tabs and line ends from an address and take a backslash for a slash, so an address with one is not what it seems. */
const misleading = /[\p{Cc}\p{Cf}\\]/u;

/** Where to go after signing in: the address of a page of this site, as a browser reads it, otherwise home. */
export function nextPath(asked: string | string[] | undefined): string {
  if (typeof asked !== 'string' || !asked.startsWith('/') || misleading.test(asked) || !URL.canParse(asked, site)) return '/';
  const { origin, username, password, pathname, search, hash } = new URL(asked, site);
  // A path that begins with two slashes, as '/.//elsewhere' does once it is parsed, would lead to another site.
  if (origin !== site || username || password || pathname.startsWith('//')) return '/';
  return `${pathname}${search}${hash}`;
}
