import { Prisma } from './generated/client';

/** Returns the inserted row, or null if a row with the same unique values exists. */
export async function unlessTaken<T>(insert: Promise<T>): Promise<T | null> {
  try {
    return await insert;
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') return null;
    throw error;
  }
}

/** Prisma's codes for a server that cannot be reached or gives no connection or transaction in time. */
const unavailable = ['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028'];

/** Classifies a query's error: a required row is missing, or the server does not answer; null: any other error. */
export function databaseProblem(error: unknown): 'no-such-row' | 'unavailable' | null {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return null;
  if (error.code === 'P2025') return 'no-such-row';
  return unavailable.includes(error.code) ? 'unavailable' : null;
}
