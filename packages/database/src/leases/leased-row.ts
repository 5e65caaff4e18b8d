import type { FaultDetail, ModelStep } from '@unblind/contracts';
import { Prisma } from '../generated/client';

/**
 * A row that one runner at a time works on. Its table has the columns state, fence, attempts, runner, heartbeat_at, fault,
 * updated_at and finished_at. If a step waits and works in the same state, the heartbeat distinguishes the two.
 */
export interface LeasedRow extends LeasedTable {
  waiting: string;
  active: string;
  /** The event's message while a runner works on the row. */
  activeMessage: string;
  /** After this many attempts the row is ended, so that a row that crashes its runners is not retried for ever. */
  mostAttempts: number;
  /** Whether its table has the columns progress_done, progress_total and progress_unit. */
  hasProgress: boolean;
  /** Assignments that reset columns whenever the holder changes. */
  reset: readonly Prisma.Sql[];
  /** The state in which a fault ends the row. */
  endOf: (fault: FaultDetail) => string;
  /**
   * Of the evaluation `e`: entrants take turns within it, so that a row that waits for a machine of its own kind keeps nothing else of
   * its entrant waiting. Absent: the row belongs to no entrant.
   */
  lane?: Prisma.Sql;
  /** As which step runners lease it by the API; absent: it is given out by a queue. */
  leasedAs?: ModelStep;
  /** What comes first among the rows that wait; then the oldest. Default: the oldest. */
  order?: Prisma.Sql;
  /** The `fix` of a platform fault, shown to the participant. */
  platformFix: string;
}

export interface LeasedTable {
  table: 'evaluations' | 'timings' | 'reruns' | 'data_sets' | 'disclosures';
  key: 'id' | 'evaluation_id';
  stateType: 'EvaluationState' | 'TimingState' | 'RerunState' | 'DataSetState' | 'DisclosureState';
  /** Runs in the transaction of each change of state. */
  onChange?(transaction: Prisma.TransactionClient, change: StateChange): Promise<void>;
}

interface StateChange {
  id: string;
  fence: number;
  state: string;
  message: string;
  detail?: unknown;
}

/** A runner's claim on a row. The fence is raised whenever the holder changes, so that a write with an older fence changes nothing. */
export interface Claim {
  id: string;
  fence: number;
}

interface Update {
  id: string;
  where: readonly Prisma.Sql[];
  set: readonly Prisma.Sql[];
}

/** Updates a row in one statement if the conditions hold. Returns the row's fence, or null if nothing was written. */
export async function updateRow(client: Prisma.TransactionClient, row: LeasedTable, { id, where, set }: Update): Promise<number | null> {
  const [updated] = await client.$queryRaw<{ fence: number }[]>`
    UPDATE ${name(row.table)} SET ${Prisma.join([...set, Prisma.sql`"updated_at" = ${databaseTime}`])}
    WHERE ${Prisma.join([Prisma.sql`${name(row.key)} = ${id}::uuid`, ...where], ' AND ')}
    RETURNING "fence"`;
  return updated?.fence ?? null;
}

/** All times of a lease are taken from the database, because the clocks of runners differ. */
export const databaseTime = Prisma.sql`clock_timestamp()`;

export const name = (identifier: string): Prisma.Sql => Prisma.raw(`"${identifier}"`);

export const setState = (row: LeasedTable, state: string): Prisma.Sql => Prisma.sql`"state" = ${state}::${name(row.stateType)}`;

export const isIn = (row: LeasedTable, ...states: string[]): Prisma.Sql =>
  Prisma.sql`"state" IN (${Prisma.join(states.map((state) => Prisma.sql`${state}::${name(row.stateType)}`))})`;
