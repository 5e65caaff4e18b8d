const prefix = 'unblind:key:';

/**
 * The key under which a submission is asked for. It survives a reload until an answer came, so that a repeated request
 * finds the first one's submission instead of making a second.
 */
export function keyFor(request: unknown): { key: string; answered: () => void } {
  const name = prefix + JSON.stringify(request);
  const key = sessionStorage.getItem(name) ?? randomKey();
  sessionStorage.setItem(name, key);
  return { key, answered: () => sessionStorage.removeItem(name) };
}

/** crypto.randomUUID exists on secure origins only; this platform may be reached by plain http in a laboratory. */
function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
