import { randomBytes } from 'node:crypto';
import { argon2Verify, argon2id } from 'hash-wasm';

// OWASP's second choice for argon2id: 19 MiB, two passes, one lane. WebAssembly, so that installing needs no compiler.
const options = { memorySize: 19_456, iterations: 2, parallelism: 1, hashLength: 32, outputType: 'encoded' } as const;

export function hashPassword(password: string): Promise<string> {
  return argon2id({ ...options, password, salt: randomBytes(16) });
}

let decoy: Promise<string> | undefined;

/** Takes the same time for an unknown login as for a wrong password, so that response times do not reveal which logins exist. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword('a decoy for logins that do not exist');
  const matches = await argon2Verify({ hash: stored ?? (await decoy), password }).catch(() => false);
  return matches && stored !== null;
}
