import { Prisma } from './generated/client';

/** What was inserted; null: a row with the same unique values is there already. */
export async function unlessTaken<T>(insert: Promise<T>): Promise<T | null> {
  try {
    return await insert;
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') return null;
    throw error;
  }
}

/** The server is not reached, or has no connection or transaction to give in time. */
const unavailable = ['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028'];

/** What a query threw: the row that it needs is not there, or the server does not answer; null: anything else. */
export function databaseProblem(error: unknown): 'no-such-row' | 'unavailable' | null {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return null;
  if (error.code === 'P2025') return 'no-such-row';
  return unavailable.includes(error.code) ? 'unavailable' : null;
}
