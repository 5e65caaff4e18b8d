import { Inject, Injectable } from '@nestjs/common';
import type { RunnerTime } from '@unblind/contracts';
import type { Database } from '@unblind/database';
import { DATABASE } from '../common/tokens';

export type SubmissionTime = RunnerTime['submissions'][number];

@Injectable()
export class RunnerTimeRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** What each submission took, over all its evaluations and steps. Times are the database's. */
  bySubmission(challenge: string | null): Promise<SubmissionTime[]> {
    return this.database.$queryRaw<SubmissionTime[]>`
      WITH attempts AS (
        SELECT e."submission_id", t."remote",
          coalesce(l."end" IN ('failed', 'lost', 'released'), false) AS "lost",
          extract(epoch FROM coalesce(l."ended_at", clock_timestamp()) - l."started_at")::float8 AS "seconds"
        FROM "runner_leases" l
        JOIN "evaluations" e ON e."id" = l."evaluation_id"
        JOIN "runner_tokens" t ON t."id" = l."token_id")
      SELECT c."slug" AS "challenge", s."id" AS "submissionId", s."method",
        coalesce(team."name", u."handle") AS "entrant", team."id" IS NOT NULL AS "team",
        count(*)::int AS "attempts",
        sum(a."seconds") AS "seconds",
        coalesce(sum(a."seconds") FILTER (WHERE a."lost"), 0) AS "lostSeconds",
        coalesce(sum(a."seconds") FILTER (WHERE a."remote"), 0) AS "remoteSeconds"
      FROM attempts a
      JOIN "submissions" s ON s."id" = a."submission_id"
      JOIN "phases" p ON p."id" = s."phase_id"
      JOIN "challenge_versions" v ON v."id" = p."challenge_version_id"
      JOIN "challenges" c ON c."id" = v."challenge_id"
      JOIN "users" u ON u."id" = s."user_id"
      LEFT JOIN "teams" team ON team."id" = s."team_id"
      WHERE ${challenge}::text IS NULL OR c."slug" = ${challenge}
      GROUP BY c."slug", s."id", team."id", u."handle"
      ORDER BY "seconds" DESC`;
  }
}
