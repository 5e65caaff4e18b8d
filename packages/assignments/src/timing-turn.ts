import type { Database } from '@unblind/database';

/** Scoring and data preparation go before a timing, but a timing older than this no longer waits for them. */
const yieldsForMs = 10 * 60_000;

/** What timings wait for at present; null: only for a machine. Times are those of the database. */
export async function timingsWaitFor(database: Database, evaluationId: string): Promise<string | null> {
  const [now] = await database.$queryRaw<{ old: boolean; ahead: boolean; preparing: boolean }[]>`
    SELECT t."created_at" < clock_timestamp() - ${yieldsForMs} * interval '1 millisecond' AS "old",
      EXISTS (SELECT FROM "evaluations"
        WHERE "state" IN ('inspecting', 'queued', 'running', 'scoring') AND "waiting_for" IS NULL) AS "ahead",
      EXISTS (SELECT FROM "data_sets" WHERE "state" = 'preparing') AS "preparing"
    FROM "timings" t WHERE t."evaluation_id" = ${evaluationId}::uuid`;
  // Evaluations that wait for another runner do not need this machine.
  if (!now || now.old) return null;
  if (now.ahead) return 'Waiting until all submissions are scored.';
  return now.preparing ? 'Waiting until the data sets are prepared.' : null;
}
