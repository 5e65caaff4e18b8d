import { z } from 'zod';
import type { Prisma } from './generated/client';

const Json = z.json();

/** PostgreSQL stores neither zero bytes nor halves of characters; what strangers print may hold both. */
export const storable = (text: string): string => text.replace(/[\0\p{Surrogate}]/gu, '\ufffd');

/** A value as a JSON column takes it: undefined keys dropped, anything that is not JSON refused. */
export function asJson(value: unknown): Prisma.InputJsonValue {
  const clean = (_name: string, part: unknown): unknown => (typeof part === 'string' ? storable(part) : part);
  const parsed = Json.parse(JSON.parse(JSON.stringify(value), clean));
  if (parsed === null) throw new Error('A JSON column takes no bare null; leave it out instead.');
  return parsed;
}
