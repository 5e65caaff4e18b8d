import { z } from 'zod';
import type { Prisma } from './generated/client';

const Json = z.json();

/** A value as a JSON column takes it: undefined keys dropped, anything that is not JSON refused. */
export function asJson(value: unknown): Prisma.InputJsonValue {
  const parsed = Json.parse(JSON.parse(JSON.stringify(value)));
  if (parsed === null) throw new Error('A JSON column takes no bare null; leave it out instead.');
  return parsed as Prisma.InputJsonValue;
}
