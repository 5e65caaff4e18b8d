import type { ModelStep } from '@unblind/contracts';
import type { Database } from '../client';
import { Prisma } from '../generated/client';
import { databaseTime, name } from './leased-row';
import type { LeasedRow } from './leased-row';

/** The entrant of the submission `s`. A baseline is one of its own, so that many of them do not wait for each other. */
const entrantOfSubmission = Prisma.sql`CASE WHEN s."baseline" THEN s."id" ELSE coalesce(s."team_id", s."user_id") END`;

/**
 * The rows of a step that wait or are worked on, each with its turn among those of its entrant in its lane: first what is held, then
 * what waits, the oldest first. Entrants take turns when only rows with low turns get jobs: a row with a later turn gets its job once
 * an earlier one has ended, behind those of everybody else.
 */
function turns(row: LeasedRow, lane: Prisma.Sql): Prisma.Sql {
  const state = (value: string): Prisma.Sql => Prisma.sql`${value}::${name(row.stateType)}`;
  return Prisma.sql`
    SELECT w.*, row_number() OVER (PARTITION BY w."entrant", w."lane" ORDER BY w."waits", w."created_at", w."id") AS "turn"
    FROM (
      SELECT t.${name(row.key)} AS "id", t."created_at", t."updated_at", ${entrantOfSubmission} AS "entrant", ${lane} AS "lane",
        t."state" = ${state(row.waiting)} AND t."heartbeat_at" IS NULL AS "waits"
      FROM ${name(row.table)} t
      JOIN "evaluations" e ON e."id" = t.${name(row.key)}
      JOIN "submissions" s ON s."id" = e."submission_id"
      WHERE t."state" IN (${state(row.waiting)}, ${state(row.active)})) w`;
}

/** After this long it no longer matters that an entrant was served. */
const servedMs = 24 * 3600_000;

const nobodyServed = Prisma.sql`SELECT NULL::uuid AS "entrant", NULL::timestamptz AS "served_at"`;

/** When each entrant was last served in a step: a runner had the step of one of theirs, and did not give it back. */
const servedIn = (step: ModelStep): Prisma.Sql => Prisma.sql`
  SELECT ${entrantOfSubmission} AS "entrant", max(l."ended_at") AS "served_at"
  FROM "runner_leases" l
  JOIN "evaluations" e ON e."id" = l."evaluation_id"
  JOIN "submissions" s ON s."id" = e."submission_id"
  WHERE l."step" = ${step} AND l."end" <> 'released'
    AND l."ended_at" > ${databaseTime} - ${servedMs} * interval '1 millisecond'
  GROUP BY 1`;

/**
 * The rows of a step that wait, in the order in which runners get them: first those with the earliest turn, and of these whoever has
 * waited longest. An entrant who was served goes behind all who have come until then, however old their other rows are.
 */
const inOrder = (row: LeasedRow & { lane: Prisma.Sql }, where: Prisma.Sql): Prisma.Sql => Prisma.sql`
  FROM (${turns(row, row.lane)}) r LEFT JOIN (${row.leasedAs ? servedIn(row.leasedAs) : nobodyServed}) l USING ("entrant")
  WHERE "waits" AND ${where}
  ORDER BY "turn", greatest("created_at", "served_at"), "created_at"`;

/** Finds the rows whose turn it is and that have waited for a runner for `forMs`, in their order. */
export async function findInTurn(
  database: Database,
  row: LeasedRow & { lane: Prisma.Sql },
  { forMs, limit, atOnce }: { forMs: number; limit: number; atOnce: number },
): Promise<string[]> {
  const where = Prisma.sql`"turn" <= ${atOnce} AND "updated_at" < ${databaseTime} - ${forMs} * interval '1 millisecond'`;
  const found = await database.$queryRaw<{ id: string }[]>`SELECT "id"::text ${inOrder(row, where)} LIMIT ${limit}`;
  return found.map(({ id }) => id);
}

/** A row that waits. */
interface Queued {
  id: string;
  /** It waits until fewer rows of its entrant are worked on. */
  later: boolean;
}

/** All rows of a step that wait, in the order in which runners get them. */
export async function findQueue(
  database: Database,
  { lane, ...row }: LeasedRow,
  { limit, atOnce }: { limit: number; atOnce: number },
): Promise<Queued[]> {
  if (!lane) return [];
  return database.$queryRaw<Queued[]>`
    SELECT "id"::text, "turn" > ${atOnce} AS "later" ${inOrder({ ...row, lane }, Prisma.sql`TRUE`)} LIMIT ${limit}`;
}

/** Whether a row waits until fewer rows of its entrant are worked on. */
export async function waitsForTurn(database: Database, row: LeasedRow, id: string, atOnce: number): Promise<boolean> {
  if (!row.lane) return false;
  const [found] = await database.$queryRaw<{ later: boolean }[]>`
    SELECT "waits" AND "turn" > ${atOnce} AS "later" FROM (${turns(row, row.lane)}) r WHERE "id" = ${id}::uuid`;
  return found?.later ?? false;
}

/** The waiting rows of an evaluation's entrant whose turn it is. */
export async function nextOfEntrant(database: Database, row: LeasedRow, evaluationId: string, atOnce: number): Promise<string[]> {
  if (!row.lane) return [];
  const found = await database.$queryRaw<{ id: string }[]>`
    SELECT "id"::text FROM (${turns(row, row.lane)}) r
    WHERE "waits" AND "turn" <= ${atOnce} AND "entrant" = (
      SELECT ${entrantOfSubmission} FROM "evaluations" e JOIN "submissions" s ON s."id" = e."submission_id" WHERE e."id" = ${evaluationId}::uuid)
    ORDER BY "created_at"`;
  return found.map(({ id }) => id);
}
