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
  /** The fence of the claim that the caller must still hold; absent if no claim is needed, as for a cancel. */
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
 * Moves an evaluation by compare-and-set, and writes the event row in the same transaction. Any claim on the row ends. Returns false,
 * without writing, if the row is no longer in one of `from` or another runner holds it.
 */
export async function move(database: Database, request: Move): Promise<boolean> {
  return database.$transaction((transaction) => moveWithin(transaction, request));
}

/** Like `move`, inside the caller's transaction, to write results together with the state. */
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
 * Records why an evaluation waits, once per reason. The fence is raised, so that each reason gets its own event. Returns false if the
 * evaluation does not wait in this state, or if the reason is already the current one.
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
