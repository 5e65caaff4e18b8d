const prefix = 'unblind:key:';

/**
 * The idempotency key of a submission. It is kept across reloads until the API has answered, so that a repeated request
 * returns the first submission and does not create a second one.
 */
export function idempotencyKey(request: unknown): { key: string; discard: () => void } {
  const name = prefix + JSON.stringify(request);
  const key = sessionStorage.getItem(name) ?? randomKey();
  sessionStorage.setItem(name, key);
  return { key, discard: () => sessionStorage.removeItem(name) };
}

/** crypto.randomUUID exists only on secure origins, and this platform may be served over plain http in a laboratory. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
