import { ModelStep } from '@unblind/contracts';
import type { SecondsRange } from '@unblind/contracts';
import { Prisma } from '@unblind/database';
import type { Database } from '@unblind/database';

/** How many recent steps of a kind are looked at, and how old they may be. */
const recent = 20;
const recentDays = 30;

/** Steps of one kind of submission to one phase last about equally long. */
export const keyOfStep = ({ phaseId, kind, step }: { phaseId: string; kind: string; step: ModelStep }): string =>
  `${step} ${kind} ${phaseId}`;

/** Leases but those of blinded phases: whoever saw how long they last would learn what is computed there. */
const openLeases = Prisma.sql`
  FROM "runner_leases" l
  JOIN "evaluations" e ON e."id" = l."evaluation_id"
  JOIN "submissions" s ON s."id" = e."submission_id"
  JOIN "phases" p ON p."id" = e."phase_id"
  WHERE NOT (p."blinded" AND p."unblinded_at" IS NULL)`;

interface Kind {
  phaseId: string;
  kind: string;
  step: string;
}

/** How long the last steps of each kind took that were done, by `keyOfStep`. Times are the database's. */
export async function measuredSteps(database: Database): Promise<Map<string, SecondsRange>> {
  const rows = await database.$queryRaw<(Kind & SecondsRange)[]>`
    SELECT "phaseId", "kind", "step",
      round((percentile_cont(0.1) WITHIN GROUP (ORDER BY "seconds"))::numeric, 1)::float8 AS "low",
      round((percentile_cont(0.9) WITHIN GROUP (ORDER BY "seconds"))::numeric, 1)::float8 AS "high"
    FROM (
      SELECT e."phase_id"::text AS "phaseId", s."kind", l."step", extract(epoch FROM l."ended_at" - l."started_at") AS "seconds",
        row_number() OVER (PARTITION BY e."phase_id", s."kind", l."step" ORDER BY l."ended_at" DESC) AS "age"
      ${openLeases} AND l."end" = 'done' AND l."ended_at" > clock_timestamp() - ${recentDays} * interval '1 day') done
    WHERE "age" <= ${recent} GROUP BY "phaseId", "kind", "step"`;
  return new Map(rows.map(({ low, high, ...kind }) => [keyOf(kind), { low, high }]));
}

/** A step that a runner works on. */
export interface StepUnderWay {
  evaluationId: string;
  runner: string;
  step: ModelStep;
  key: string;
  elapsedSeconds: number;
}

export async function stepsUnderWay(database: Database): Promise<StepUnderWay[]> {
  const rows = await database.$queryRaw<(Kind & Pick<StepUnderWay, 'evaluationId' | 'runner' | 'elapsedSeconds'>)[]>`
    SELECT e."id"::text AS "evaluationId", l."runner", l."step", e."phase_id"::text AS "phaseId", s."kind",
      extract(epoch FROM clock_timestamp() - l."started_at")::float8 AS "elapsedSeconds"
    ${openLeases} AND l."ended_at" IS NULL ORDER BY l."started_at"`;
  return rows.map(({ evaluationId, runner, elapsedSeconds, ...kind }) => ({
    evaluationId,
    runner,
    step: ModelStep.parse(kind.step),
    key: keyOf(kind),
    elapsedSeconds,
  }));
}

const keyOf = ({ phaseId, kind, step }: Kind): string => keyOfStep({ phaseId, kind, step: ModelStep.parse(step) });
