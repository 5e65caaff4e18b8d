import type { FaultDetail } from '@unblind/contracts';
import { Prisma } from '../generated/client';

/**
 * A row that one runner at a time works on. Its table has the columns state, fence, attempts, runner, heartbeat_at, fault,
 * updated_at and finished_at. Where a step waits in the state that it works in, the heartbeat tells the two apart.
 */
export interface LeasedRow extends LeasedTable {
  waiting: string;
  active: string;
  /** What is told while a runner has it. */
  activeMessage: string;
  /** A row that takes its runner down with it ends here, not in an endless round. */
  mostAttempts: number;
  /** progress_done, progress_total and progress_unit are columns of its table. */
  hasProgress: boolean;
  /** Columns that start afresh whenever its holder changes. */
  reset: readonly Prisma.Sql[];
  /** The state that a fault ends it in. */
  endOf: (fault: FaultDetail) => string;
  /** What to tell whoever waits for it when the platform failed. */
  platformFix: string;
}

export interface LeasedTable {
  table: 'evaluations' | 'timings' | 'data_sets';
  key: 'id' | 'evaluation_id';
  stateType: 'EvaluationState' | 'TimingState' | 'DataSetState';
  /** Runs in the transaction of each change of state. */
  onChange?(transaction: Prisma.TransactionClient, change: StateChange): Promise<void>;
}

export interface StateChange {
  id: string;
  fence: number;
  state: string;
  message: string;
  detail?: unknown;
}

/** Who works on a row: the fence goes up whenever that changes, and a write with an earlier one finds nothing to write to. */
export interface Claim {
  id: string;
  fence: number;
}

interface Update {
  id: string;
  where: readonly Prisma.Sql[];
  set: readonly Prisma.Sql[];
}

/** Updates one row where the conditions hold, in one statement. The row's fence; null: they did not, and nothing was written. */
export async function updateRow(client: Prisma.TransactionClient, row: LeasedTable, { id, where, set }: Update): Promise<number | null> {
  const [updated] = await client.$queryRaw<{ fence: number }[]>`
    UPDATE ${name(row.table)} SET ${Prisma.join([...set, Prisma.sql`"updated_at" = ${databaseTime}`])}
    WHERE ${Prisma.join([Prisma.sql`${name(row.key)} = ${id}::uuid`, ...where], ' AND ')}
    RETURNING "fence"`;
  return updated?.fence ?? null;
}

/** The clocks of runners differ: all times of a lease are the database's. */
export const databaseTime = Prisma.sql`clock_timestamp()`;

export const name = (identifier: string): Prisma.Sql => Prisma.raw(`"${identifier}"`);

export const setState = (row: LeasedTable, state: string): Prisma.Sql => Prisma.sql`"state" = ${state}::${name(row.stateType)}`;

export const isIn = (row: LeasedTable, ...states: string[]): Prisma.Sql =>
  Prisma.sql`"state" IN (${Prisma.join(states.map((state) => Prisma.sql`${state}::${name(row.stateType)}`))})`;
