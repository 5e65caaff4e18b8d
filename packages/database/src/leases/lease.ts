import { PlatformFault } from '@unblind/contracts';
import type { FaultDetail, JobProgress } from '@unblind/contracts';
import type { Database } from '../client';
import { Prisma } from '../generated/client';
import { asJson } from '../json';
import { databaseTime, isIn, name, setState, updateRow } from './leased-row';
import type { Claim, LeasedRow } from './leased-row';
import { isStale } from './stale';

type Transaction = Prisma.TransactionClient;

const letGo = [Prisma.sql`"heartbeat_at" = NULL`];
const nextHolder = Prisma.sql`"fence" = "fence" + 1`;

/**
 * Claims a row that waits, or whose holder has stopped its heartbeats, and raises its fence. Returns null if another runner holds the
 * row or the row is in another state. A row that was claimed too often is ended instead.
 */
export function claim(database: Database, row: LeasedRow, id: string, runner: string): Promise<Claim | null> {
  return database.$transaction(async (transaction) => {
    await releaseStaleWithin(transaction, row, id);
    const waits = [isIn(row, row.waiting), Prisma.sql`"heartbeat_at" IS NULL`];
    const fence = await updateRow(transaction, row, {
      id,
      where: [...waits, Prisma.sql`"attempts" < ${row.mostAttempts}`],
      set: [
        setState(row, row.active),
        nextHolder,
        Prisma.sql`"attempts" = "attempts" + 1`,
        Prisma.sql`"runner" = ${runner}`,
        Prisma.sql`"heartbeat_at" = ${databaseTime}`,
        ...row.reset,
      ],
    });
    if (fence === null) {
      await endWithin(transaction, row, { id, where: waits, ...endedBy(row, tooManyAttempts(row, id)) });
      return null;
    }
    await row.onChange?.(transaction, { id, fence, state: row.active, message: row.activeMessage });
    return { id, fence };
  });
}

/**
 * Locks a claimed row for the rest of the transaction. Returns false if the claim is lost, or if its heartbeats have stopped for so
 * long that another runner may have the row at any moment.
 */
export async function lockClaimed(transaction: Transaction, row: LeasedRow, held: Claim): Promise<boolean> {
  const where = [Prisma.sql`${name(row.key)} = ${held.id}::uuid`, ...isHeld(row, held), Prisma.sql`NOT ${isStale(row)}`];
  const found = await transaction.$queryRaw<unknown[]>`
    SELECT 1 FROM ${name(row.table)} WHERE ${Prisma.join(where, ' AND ')} FOR UPDATE`;
  return found.length > 0;
}

/** Renews a claim, and stores the progress. Returns false if the claim is lost. */
export async function beat(database: Transaction, row: LeasedRow, held: Claim, progress?: JobProgress): Promise<boolean> {
  const fence = await updateRow(database, row, {
    id: held.id,
    where: isHeld(row, held),
    set: [Prisma.sql`"heartbeat_at" = ${databaseTime}`, ...(row.hasProgress && progress ? setProgress(progress) : [])],
  });
  return fence !== null;
}

/**
 * Puts a row back into its waiting state. Returns false if the claim is lost.
 *
 * @param counts whether the attempt counts: an attempt ended by the runner's shutdown does not
 */
export function release(database: Database, row: LeasedRow, held: Claim, how: Release): Promise<boolean> {
  return database.$transaction((transaction) => releaseClaimed(transaction, row, held, how));
}

/** Like `release`, inside the caller's transaction. */
export function releaseClaimed(transaction: Transaction, row: LeasedRow, held: Claim, { message, counts }: Release): Promise<boolean> {
  const set = counts ? [] : [Prisma.sql`"attempts" = "attempts" - 1`];
  return releaseWithin(transaction, row, { id: held.id, where: isHeld(row, held), set, message });
}

export interface Release {
  message: string;
  counts: boolean;
}

/** Puts back a row whose holder has stopped its heartbeats. Returns false if it has no holder, or one that is alive. */
export function releaseStale(database: Database, row: LeasedRow, id: string): Promise<boolean> {
  return database.$transaction((transaction) => releaseStaleWithin(transaction, row, id));
}

/** Ends a row with a fault. Returns false if the claim is lost. */
export function endWithFault(database: Database, row: LeasedRow, held: Claim, fault: FaultDetail): Promise<boolean> {
  return database.$transaction((transaction) => endClaimed(transaction, row, held, fault));
}

/** Like `endWithFault`, inside the caller's transaction. */
export function endClaimed(transaction: Transaction, row: LeasedRow, held: Claim, fault: FaultDetail): Promise<boolean> {
  return endWithin(transaction, row, { id: held.id, where: isHeld(row, held), ...endedBy(row, fault) });
}

/**
 * Ends a row without a fault, in the transaction that writes its results. Returns false if the claim is lost; then the caller must
 * write nothing.
 *
 * @param state the final state
 */
export function finishWithin(transaction: Transaction, row: LeasedRow, held: Claim, state: string): Promise<boolean> {
  return endWithin(transaction, row, { id: held.id, where: isHeld(row, held), state, message: 'Done.', set: [] });
}

function setProgress({ done, total, unit }: JobProgress): Prisma.Sql[] {
  return [Prisma.sql`"progress_done" = ${done}`, Prisma.sql`"progress_total" = ${total}`, Prisma.sql`"progress_unit" = ${unit}`];
}

const isHeld = (row: LeasedRow, { fence }: Claim): Prisma.Sql[] => [
  isIn(row, row.active),
  Prisma.sql`"fence" = ${fence}`,
  Prisma.sql`"heartbeat_at" IS NOT NULL`,
];

interface Change {
  id: string;
  where: readonly Prisma.Sql[];
  set: readonly Prisma.Sql[];
  message: string;
}

function releaseStaleWithin(transaction: Transaction, row: LeasedRow, id: string): Promise<boolean> {
  const message = 'The runner was lost. Waiting for another runner.';
  return releaseWithin(transaction, row, { id, where: [isStale(row)], set: [], message });
}

async function releaseWithin(transaction: Transaction, row: LeasedRow, { id, where, set, message }: Change): Promise<boolean> {
  const fence = await updateRow(transaction, row, {
    id,
    where,
    set: [setState(row, row.waiting), nextHolder, ...letGo, Prisma.sql`"runner" = NULL`, ...row.reset, ...set],
  });
  if (fence === null) return false;
  await row.onChange?.(transaction, { id, fence, state: row.waiting, message });
  return true;
}

async function endWithin(
  transaction: Transaction,
  row: LeasedRow,
  { id, where, set, message, state, detail }: Change & { state: string; detail?: unknown },
): Promise<boolean> {
  const fence = await updateRow(transaction, row, {
    id,
    where,
    set: [setState(row, state), ...letGo, Prisma.sql`"finished_at" = ${databaseTime}`, ...set],
  });
  if (fence === null) return false;
  await row.onChange?.(transaction, { id, fence, state, message, detail });
  return true;
}

function endedBy(row: LeasedRow, fault: FaultDetail) {
  const json = JSON.stringify(asJson(fault));
  return { state: row.endOf(fault), message: fault.message, detail: fault, set: [Prisma.sql`"fault" = ${json}::jsonb`] };
}

function tooManyAttempts({ mostAttempts, platformFix }: LeasedRow, id: string): FaultDetail {
  const message = `It was tried ${mostAttempts} times and never finished.`;
  return new PlatformFault('runner-lost', { message, fix: platformFix, reference: id }).detail;
}
