import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from './generated/client';

export type Database = PrismaClient;

/** Opens a connection pool for this process. `max` keeps the whole stack below the server's connection limit. */
export function openDatabase(connectionString: string, max = 10): Database {
  return new PrismaClient({
    adapter: new PrismaPg({ connectionString, max }),
    // Prisma's defaults of 2 and 5 s would fail on a briefly busy server.
    transactionOptions: { maxWait: 10_000, timeout: 30_000 },
  });
}
