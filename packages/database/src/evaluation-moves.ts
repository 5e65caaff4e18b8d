import type { EvaluationState, FaultDetail } from '@unblind/contracts';
import { isLegalMove, isTerminal } from '@unblind/contracts';
import type { Prisma } from './generated/client';
import type { Database } from './client';
import { asJson, storable } from './json';

export interface Claim {
  evaluationId: string;
  fence: number;
}

export interface Move {
  evaluationId: string;
  from: readonly EvaluationState[];
  to: EvaluationState;
  /** Who moves must still hold the claim with this fence; absent where no claim is needed (a cancel, the reconciler). */
  fence?: number;
  message: string;
  detail?: unknown;
  /** Columns that change together with the state. */
  set?: Omit<Prisma.EvaluationUpdateManyMutationInput, 'state' | 'fence'>;
}

export class IllegalMoveError extends Error {
  constructor(from: EvaluationState, to: EvaluationState) {
    super(`An evaluation cannot move from ${from} to ${to}.`);
    this.name = 'IllegalMoveError';
  }
}

type Transaction = Prisma.TransactionClient;

/**
 * Moves an evaluation by compare-and-set and writes the event row in the same transaction.
 * False: the row was no longer in one of `from`, or another claimant holds it; nothing was written.
 */
export async function move(database: Database, request: Move): Promise<boolean> {
  return database.$transaction((transaction) => moveWithin(transaction, request));
}

/** The same inside a transaction of the caller's, to write results together with the state. */
export async function moveWithin(
  transaction: Transaction,
  { evaluationId, from, to, fence, message, detail, set }: Move,
): Promise<boolean> {
  for (const state of from) if (!isLegalMove(state, to)) throw new IllegalMoveError(state, to);
  const { count } = await transaction.evaluation.updateMany({
    where: { id: evaluationId, state: { in: [...from] }, ...(fence === undefined ? {} : { fence }) },
    data: { ...set, state: to, ...(isTerminal(to) ? { finishedAt: new Date(), heartbeatAt: null } : {}) },
  });
  if (count === 0) return false;
  const { fence: current } = await transaction.evaluation.findUniqueOrThrow({ where: { id: evaluationId }, select: { fence: true } });
  await transaction.evaluationEvent.createMany({
    data: [
      { evaluationId, state: to, fence: current, message: storable(message), ...(detail === undefined ? {} : { detail: asJson(detail) }) },
    ],
    skipDuplicates: true,
  });
  return true;
}

/**
 * Takes an evaluation up for one step and raises its fence, so that an earlier claimant that wakes up again can write nothing.
 * `fence` is the one that was read when the caller decided to take it. Null: somebody else has it, or it has moved on.
 */
export async function claim(
  database: Database,
  request: { evaluationId: string; fence: number; from: readonly EvaluationState[]; to: EvaluationState; runner: string; message: string },
): Promise<Claim | null> {
  const { evaluationId, fence: expected, from, to, runner, message } = request;
  return database.$transaction(async (transaction) => {
    const set = {
      ...{ fence: { increment: 1 }, attempts: { increment: 1 }, runner, heartbeatAt: new Date() },
      ...{ waitingFor: null, progressDone: 0, progressTotal: 0 },
    };
    if (!(await moveWithin(transaction, { evaluationId, fence: expected, from, to, message, set }))) return null;
    const { fence } = await transaction.evaluation.findUniqueOrThrow({ where: { id: evaluationId }, select: { fence: true } });
    return { evaluationId, fence };
  });
}

/**
 * Tells that the claim is alive, with its progress. False: the claim is lost (cancelled, or taken over) or has moved on.
 * The state matters: a late heartbeat must not make the next step, which waits under the same fence, look as if somebody had it.
 */
export async function heartbeat(
  database: Database,
  held: Claim,
  state: EvaluationState,
  progress?: { done: number; total: number; unit: string },
): Promise<boolean> {
  const { count } = await database.evaluation.updateMany({
    where: { id: held.evaluationId, fence: held.fence, state, heartbeatAt: { not: null } },
    data: {
      heartbeatAt: new Date(),
      ...(progress ? { progressDone: progress.done, progressTotal: progress.total, progressUnit: progress.unit } : {}),
    },
  });
  return count === 1;
}

/**
 * Tells why an evaluation stays where it waits, once for each reason. The fence goes up, so that whoever read the row before takes
 * it up anew. False: it does not wait there, or that was the last thing told.
 */
export async function tellWhyItWaits(database: Database, evaluationId: string, state: EvaluationState, reason: string): Promise<boolean> {
  return database.$transaction(async (transaction) => {
    const { count } = await transaction.evaluation.updateMany({
      where: { id: evaluationId, state, heartbeatAt: null, OR: [{ waitingFor: null }, { NOT: { waitingFor: reason } }] },
      data: { waitingFor: reason, fence: { increment: 1 } },
    });
    if (count === 0) return false;
    const { fence } = await transaction.evaluation.findUniqueOrThrow({ where: { id: evaluationId }, select: { fence: true } });
    await transaction.evaluationEvent.create({ data: { evaluationId, state, fence, message: reason } });
    return true;
  });
}

/** Ends an evaluation with a fault: the participant's is a rejection, the platform's a failure that returns the quota. */
export function endWithFault(database: Database, held: Claim, from: EvaluationState, fault: FaultDetail): Promise<boolean> {
  const to = fault.whose === 'participant' ? 'rejected' : 'failed';
  return move(database, { ...held, from: [from], to, message: fault.message, detail: fault, set: { fault: asJson(fault) } });
}
