import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits as text. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Secrets of full entropy need no slow hash: what is stored cannot be turned back, and is looked up directly. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
