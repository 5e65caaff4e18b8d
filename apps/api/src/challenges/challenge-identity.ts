import { createHash } from 'node:crypto';
import type { Manifest } from '@unblind/contracts';

/**
 * sha256 of what a challenge asks: everything in the manifest but its presentation. Two manifests with the same identity
 * are one version, so that a typo mended on a page, or a baseline more, never takes a board away.
 */
export function challengeIdentity(manifest: Manifest): string {
  const {
    title: _title,
    tagline: _tagline,
    pages: _pages,
    citation: _citation,
    published: _published,
    baselines: _baselines,
    ...asked
  } = manifest;
  return createHash('sha256').update(canonical(asked)).digest('hex');
}

/** JSON with sorted keys: the order in which the file names them means nothing. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
