import type { ModelStep } from '@unblind/contracts';
import { Prisma, beat, lockClaimed } from '@unblind/database';
import type { Claim, Database } from '@unblind/database';
import type { JobProgress } from '@unblind/contracts';
import { rowOfStep } from './model-steps';

/** What a call about a lease names: the step, the fence, and by its token the runner. */
export interface LeaseCall {
  evaluationId: string;
  step: ModelStep;
  fence: number;
  tokenId: string;
}

export type LeaseEnd = 'done' | 'rejected' | 'failed' | 'released' | 'lost';

/** The caller does not hold the lease: it never did, it was cancelled, or its heartbeats stopped for too long. */
export class LeaseLost extends Error {}

/** The outcome does not fit what was assigned and uploaded. */
export class WrongOutcome extends Error {}

/**
 * Runs `work` in a transaction in which the lease is held and cannot be lost.
 * @throws LeaseLost
 */
export function withLease<T>(
  database: Database,
  call: LeaseCall,
  work: (transaction: Prisma.TransactionClient, claim: Claim) => Promise<T>,
): Promise<T> {
  return database.$transaction(async (transaction) => {
    const claim = { id: call.evaluationId, fence: call.fence };
    const known = await transaction.runnerLease.count({ where: { ...call, endedAt: null } });
    if (known === 0 || !(await lockClaimed(transaction, rowOfStep[call.step], claim))) throw new LeaseLost();
    return work(transaction, claim);
  });
}

/** Renews a lease. @throws LeaseLost */
export async function renewLease(database: Database, call: LeaseCall, progress: JobProgress | null): Promise<void> {
  await withLease(database, call, (transaction, claim) => beat(transaction, rowOfStep[call.step], claim, progress ?? undefined));
}

/** @throws LeaseLost */
export async function checkLease(database: Database, call: LeaseCall): Promise<void> {
  await withLease(database, call, async () => undefined);
}

/** Whether the lease ended in one of these ways, so that a call that is repeated is answered as before. */
export async function hasEnded(database: Database, call: LeaseCall, ends: readonly LeaseEnd[]): Promise<boolean> {
  return (await database.runnerLease.count({ where: { ...call, end: { in: [...ends] } } })) > 0;
}

export async function endLease(transaction: Prisma.TransactionClient, call: LeaseCall, end: LeaseEnd): Promise<void> {
  await transaction.$executeRaw`
    UPDATE "runner_leases" SET "end" = ${end}::"LeaseEnd", "ended_at" = clock_timestamp()
    WHERE "evaluation_id" = ${call.evaluationId}::uuid AND "step" = ${call.step} AND "fence" = ${call.fence}`;
}
