import type { FaultDetail } from '@unblind/contracts';
import type { Database } from './client';
import type { Claim } from './evaluation-moves';
import type { Prisma } from './generated/client';
import { asJson } from './json';

/**
 * Takes a timing up, where it waits or where whoever had it has not been heard of since `staleBefore`. Null: somebody has it, or it
 * has ended.
 */
export async function claimTiming(database: Database, evaluationId: string, runner: string, staleBefore: Date): Promise<Claim | null> {
  const row = await database.timing.findUnique({ where: { evaluationId }, select: { state: true, fence: true, heartbeatAt: true } });
  const lost = row?.state === 'running' && (row.heartbeatAt === null || row.heartbeatAt < staleBefore);
  if (!row || !(row.state === 'waiting' || lost)) return null;
  const { count } = await database.timing.updateMany({
    where: { evaluationId, fence: row.fence, state: row.state },
    data: { state: 'running', fence: row.fence + 1, attempts: { increment: 1 }, runner, heartbeatAt: new Date(), waitingFor: null },
  });
  return count === 1 ? { evaluationId, fence: row.fence + 1 } : null;
}

/** False: the claim is lost. */
export async function beatTiming(database: Database, held: Claim): Promise<boolean> {
  const { count } = await database.timing.updateMany({ where: { ...held, state: 'running' }, data: { heartbeatAt: new Date() } });
  return count === 1;
}

/** Back to where it waited. */
export async function putTimingBack(database: Database, held: Claim, waitingFor: string): Promise<void> {
  await database.timing.updateMany({
    where: { ...held, state: 'running' },
    data: { state: 'waiting', waitingFor, heartbeatAt: null, runner: null },
  });
}

/** Ends a timing within the transaction that writes its results. False: somebody else has it, and nothing may be written. */
export async function endTiming(
  transaction: Prisma.TransactionClient,
  held: Claim,
  end: { result: unknown; hardwareClass: string } | { fault: FaultDetail },
): Promise<boolean> {
  const { count } = await transaction.timing.updateMany({
    where: { ...held, state: 'running' },
    data: {
      ...('fault' in end
        ? { state: 'failed', fault: asJson(end.fault) }
        : { state: 'done', result: asJson(end.result), hardwareClass: end.hardwareClass }),
      ...{ finishedAt: new Date(), heartbeatAt: null },
    },
  });
  return count === 1;
}
