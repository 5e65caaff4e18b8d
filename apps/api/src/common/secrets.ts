import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits as text. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Random secrets of 256 bits need no slow hash: the hash cannot be inverted, and the row is looked up by it. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
