import { createHash } from 'node:crypto';
import type { Definition } from '@unblind/contracts';

/**
 * How data are made from a manifest. It is raised when the same manifest makes other hidden data, so that every challenge gets a new
 * version with data and boards of its own; results on the earlier data stay with the earlier version.
 *
 * 1: from seeds of 32 bits, which can be searched. 2: from keys (docs/decisions/0010-keys-not-seeds.md).
 */
export const dataScheme = 2;

/** sha256 of a definition. */
export function definitionHash(definition: Definition): string {
  return createHash('sha256').update(canonical(definition)).digest('hex');
}

/** JSON with sorted keys, because the order of keys in the file has no meaning. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
