import { argon2id, hash, verify } from 'argon2';

// OWASP's second choice for argon2id: 19 MiB, two passes, one lane.
const options = { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export function hashPassword(password: string): Promise<string> {
  return hash(password, options);
}

let decoy: Promise<string> | undefined;

/** A login that does not exist costs the same time as a wrong password, so that logins cannot be told by the clock. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword('a decoy for logins that do not exist');
  const matches = await verify(stored ?? (await decoy), password).catch(() => false);
  return matches && stored !== null;
}
