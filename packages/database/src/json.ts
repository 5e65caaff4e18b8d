import { z } from 'zod';
import type { Prisma } from './generated/client';

const Json = z.json();

/** Replaces zero bytes and lone surrogates, which PostgreSQL cannot store; participants' output may contain both. */
export const storable = (text: string): string => text.replace(/[\0\p{Surrogate}]/gu, '\ufffd');

/** Converts a value for a JSON column: drops undefined keys, and throws on anything that is not JSON. */
export function asJson(value: unknown): Prisma.InputJsonValue {
  const clean = (_name: string, part: unknown): unknown => (typeof part === 'string' ? storable(part) : part);
  const parsed = Json.parse(JSON.parse(JSON.stringify(value), clean));
  if (parsed === null) throw new Error('Expected a JSON value other than null, got null; leave the column out instead.');
  return parsed;
}
