import { createHash } from 'node:crypto';
import type { Manifest } from '@unblind/contracts';

/**
 * sha256 of everything in the manifest except its presentation. Two manifests with the same identity are one version, so that
 * correcting a typo on a page or adding a baseline does not start new boards.
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

/** JSON with sorted keys, because the order of keys in the file has no meaning. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
