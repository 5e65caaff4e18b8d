import type { Prisma } from '@unblind/database';

/** Holds a named lock until the transaction ends; others with the same name wait. */
export async function lockFor(transaction: Prisma.TransactionClient, name: string): Promise<void> {
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
}
