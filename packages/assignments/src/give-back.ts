import { ModelStep } from '@unblind/contracts';
import { findStale, releaseClaimed, releaseStale } from '@unblind/database';
import type { Database } from '@unblind/database';
import { LeaseLost, endLease, hasEnded, withLease } from './held-lease';
import type { LeaseCall } from './held-lease';
import { rowOfStep } from './model-steps';

/** Puts the step back, at no cost to the participant. Repeatable. @throws LeaseLost */
export async function releaseStep(database: Database, call: LeaseCall, waitsFor: string | null): Promise<void> {
  if (await hasEnded(database, call, ['released'])) return;
  const message = waitsFor ?? 'The runner is stopping. Waiting for another runner.';
  await withLease(database, call, async (transaction, claim) => {
    await releaseClaimed(transaction, rowOfStep[call.step], claim, { message, counts: false });
    await endLease(transaction, call, 'released');
  });
}

/** Puts back what a token's runners work on, once it is revoked. */
export async function releaseAll(database: Database, tokenId: string): Promise<void> {
  const open = await database.runnerLease.findMany({ where: { tokenId, endedAt: null } });
  for (const { evaluationId, step, fence } of open)
    await releaseStep(database, { evaluationId, step: ModelStep.parse(step), fence, tokenId }, 'Waiting for another runner.').catch(
      (error: unknown) => {
        if (!(error instanceof LeaseLost)) throw error;
      },
    );
}

/** Puts back the steps whose runners are gone, and ends the leases that were lost. Safe to run anywhere at any time. */
export async function releaseLost(database: Database): Promise<void> {
  for (const step of ModelStep.options) {
    const row = rowOfStep[step];
    for (const id of await findStale(database, row, 1000)) await releaseStale(database, row, id);
  }
  // What was done is ended together with its row, so a lease without its claim was lost.
  await database.$executeRaw`
    UPDATE "runner_leases" l SET "end" = 'lost', "ended_at" = clock_timestamp()
    WHERE "ended_at" IS NULL AND NOT EXISTS (
      SELECT FROM "evaluations" e WHERE e."id" = l."evaluation_id" AND l."step" IN ('inspect', 'run') AND e."fence" = l."fence" AND e."heartbeat_at" IS NOT NULL)
    AND NOT EXISTS (
      SELECT FROM "reruns" r WHERE r."evaluation_id" = l."evaluation_id" AND l."step" = 'rerun' AND r."fence" = l."fence" AND r."heartbeat_at" IS NOT NULL)
    AND NOT EXISTS (
      SELECT FROM "timings" t WHERE t."evaluation_id" = l."evaluation_id" AND l."step" = 'time' AND t."fence" = l."fence" AND t."heartbeat_at" IS NOT NULL)`;
}
