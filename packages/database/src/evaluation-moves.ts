import type { EvaluationState } from '@unblind/contracts';
import { isLegalMove, isTerminal } from '@unblind/contracts';
import type { Database } from './client';
import { Prisma } from './generated/client';
import { databaseTime, isIn, setState, updateRow } from './leases/leased-row';
import { evaluationTable } from './leases/rows';

export interface Move {
  id: string;
  from: readonly EvaluationState[];
  to: EvaluationState;
  /** Who moves must still hold the claim with this fence; absent where no claim is needed, as for a cancel. */
  fence?: number;
  message: string;
  detail?: unknown;
  /** Columns that change together with the state. */
  set?: Omit<Prisma.EvaluationUpdateInput, 'state' | 'fence' | 'heartbeatAt'>;
}

export class IllegalMoveError extends Error {
  constructor(from: EvaluationState, to: EvaluationState) {
    super(`An evaluation cannot move from ${from} to ${to}.`);
    this.name = 'IllegalMoveError';
  }
}

/**
 * Moves an evaluation by compare-and-set and writes the event row in the same transaction; whoever held it holds it no more.
 * False: the row was no longer in one of `from`, or another claimant holds it; nothing was written.
 */
export async function move(database: Database, request: Move): Promise<boolean> {
  return database.$transaction((transaction) => moveWithin(transaction, request));
}

/** The same inside a transaction of the caller's, to write results together with the state. */
export async function moveWithin(
  transaction: Prisma.TransactionClient,
  { id, from, to, fence: expected, message, detail, set }: Move,
): Promise<boolean> {
  for (const state of from) if (!isLegalMove(state, to)) throw new IllegalMoveError(state, to);
  const fence = await updateRow(transaction, evaluationTable, {
    id,
    where: [isIn(evaluationTable, ...from), ...(expected === undefined ? [] : [Prisma.sql`"fence" = ${expected}`])],
    set: [
      setState(evaluationTable, to),
      Prisma.sql`"heartbeat_at" = NULL`,
      ...(isTerminal(to) ? [Prisma.sql`"finished_at" = ${databaseTime}`] : []),
    ],
  });
  if (fence === null) return false;
  if (set) await transaction.evaluation.update({ where: { id }, data: set });
  await evaluationTable.onChange?.(transaction, { id, fence, state: to, message, detail });
  return true;
}

/**
 * Tells why an evaluation stays where it waits, once for each reason; the fence goes up, which gives each its own event.
 * False: it does not wait there, or that was the last reason told.
 */
export async function setWaitingReason(database: Database, id: string, state: EvaluationState, reason: string): Promise<boolean> {
  return database.$transaction(async (transaction) => {
    const fence = await updateRow(transaction, evaluationTable, {
      id,
      where: [isIn(evaluationTable, state), Prisma.sql`"heartbeat_at" IS NULL`, Prisma.sql`"waiting_for" IS DISTINCT FROM ${reason}`],
      set: [Prisma.sql`"waiting_for" = ${reason}`, Prisma.sql`"fence" = "fence" + 1`],
    });
    if (fence === null) return false;
    await evaluationTable.onChange?.(transaction, { id, fence, state, message: reason });
    return true;
  });
}
