import { createHash } from 'node:crypto';
import type { Manifest } from '@unblind/contracts';

/**
 * How data are made from a manifest. It is raised when the same manifest makes other hidden data, so that every challenge gets a new
 * version with data and boards of its own; results on the earlier data stay with the earlier version.
 *
 * 1: from seeds of 32 bits, which can be searched. 2: from keys (docs/decisions/0010-keys-not-seeds.md).
 */
export const dataScheme = 2;

/**
 * sha256 of everything in the manifest except its presentation and the time that making its data takes, and of the scheme of its data.
 * Two manifests with the same identity are one version, so that correcting a typo on a page or adding a baseline does not start new boards.
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
  const sources = Object.fromEntries(
    Object.entries(asked.data.sources).map(([name, source]) => [name, { ...source, cpuSeconds: undefined }]),
  );
  const data = { ...asked.data, sources };
  return createHash('sha256')
    .update(canonical({ ...asked, data, dataScheme }))
    .digest('hex');
}

/** JSON with sorted keys, because the order of keys in the file has no meaning. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
