import type { Database } from '../client';
import { Prisma } from '../generated/client';
import { databaseTime, isIn, name } from './leased-row';
import type { LeasedRow } from './leased-row';
import { findInTurn } from './turns';

/** How often a runner renews its claim. */
export const HEARTBEAT_MS = 2000;
/** After seven missed heartbeats the runner counts as gone. */
export const STALE_MS = 15_000;

const before = (milliseconds: number): Prisma.Sql => Prisma.sql`${databaseTime} - ${milliseconds} * interval '1 millisecond'`;

/** The condition that a row's holder has stopped its heartbeats. */
export function isStale(row: LeasedRow): Prisma.Sql {
  const silent = Prisma.sql`"heartbeat_at" < ${before(STALE_MS)}`;
  // A step that waits and works in the same state has no heartbeat while it waits; any other active row has one.
  const unheard = row.waiting === row.active ? silent : Prisma.sql`("heartbeat_at" IS NULL OR ${silent})`;
  return Prisma.sql`(${isIn(row, row.active)} AND ${unheard})`;
}

/** Finds the rows whose holder is gone. */
export function findStale(database: Database, row: LeasedRow, limit: number): Promise<string[]> {
  return find(database, row, isStale(row), limit);
}

export interface Waited {
  /** For how long they have waited for a runner. */
  forMs: number;
  limit: number;
  /** How many rows of one entrant are worked on at once. */
  atOnce: number;
}

/** Finds waiting rows that may be worked on now, in their order, then oldest first; entrants take turns. */
export function findWaiting(database: Database, row: LeasedRow, { forMs, limit, atOnce }: Waited): Promise<string[]> {
  if (row.lane) return findInTurn(database, { ...row, lane: row.lane }, { forMs, limit, atOnce });
  const waits = Prisma.sql`${isIn(row, row.waiting)} AND "heartbeat_at" IS NULL AND "updated_at" < ${before(forMs)}`;
  return find(database, row, waits, limit);
}

async function find(database: Database, row: LeasedRow, where: Prisma.Sql, limit: number): Promise<string[]> {
  const order = Prisma.join([...(row.order ? [row.order] : []), Prisma.sql`"created_at"`]);
  const rows = await database.$queryRaw<{ id: string }[]>`
    SELECT ${name(row.key)}::text AS "id" FROM ${name(row.table)} WHERE ${where} ORDER BY ${order} LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}
