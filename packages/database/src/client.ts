import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client';

export type Database = PrismaClient;

/** A pool of its own for each process; `max` keeps the whole stack below the server's connection limit. */
export function openDatabase(connectionString: string, max = 10): Database {
  return new PrismaClient({
    adapter: new PrismaPg({ connectionString, max }),
    // Prisma's own 2 and 5 s turn a busy moment into an error.
    transactionOptions: { maxWait: 10_000, timeout: 30_000 },
  });
}
