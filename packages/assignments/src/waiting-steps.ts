import { StoredManifest, SubmissionKind, SplitName } from '@unblind/contracts';
import type { Manifest, ModelStep } from '@unblind/contracts';
import { Prisma, findWaiting } from '@unblind/database';
import type { Database } from '@unblind/database';
import { rowOfStep } from './model-steps';
import type { Waiting } from './worker';

/** Enough that a runner that can take few kinds of work finds some behind those that it cannot. A machine times one model at a time. */
const limits: Readonly<Record<ModelStep, number>> = { inspect: 1000, run: 1000, rerun: 1000, time: 50 };
/** After a fault of the platform, and for whoever gave it back, a step rests. */
const restMs = 5000;

export interface WaitingStep extends Waiting {
  evaluationId: string;
  /** What it is said to wait for. */
  waitingFor: string | null;
  phaseId: string;
  /** Nobody may see when it starts and ends. */
  blinded: boolean;
  /** Until the data of its challenge are ready it waits, which is no fault. */
  ready: boolean;
}

/** The steps that wait for a runner and whose turn it is: entrants take turns, and within a turn the oldest is first. */
export async function waitingSteps(
  database: Database,
  step: ModelStep,
  { atOnce, runner }: { atOnce: number; runner: string },
): Promise<WaitingStep[]> {
  const ids = await findWaiting(database, rowOfStep[step], { forMs: 0, limit: limits[step], atOnce });
  if (ids.length === 0) return [];
  const resting = new Set(await findResting(database, step, ids, runner));
  const awake = ids.filter((id) => !resting.has(id));
  return (await describeSteps(database, step, awake)).filter(({ ready }) => ready);
}

interface Row {
  id: string;
  waitingFor: string | null;
  timingWaitsFor: string | null;
  checked: boolean;
  kind: string;
  phaseId: string;
  phase: string;
  split: string;
  blinded: boolean;
  versionId: string;
  challengeId: string;
  readySources: string[];
}

/** What decides who may take a step of these evaluations, in their order. */
export async function describeSteps(database: Prisma.TransactionClient, step: ModelStep, ids: readonly string[]): Promise<WaitingStep[]> {
  const rows = await database.$queryRaw<Row[]>`
    SELECT e."id"::text, e."waiting_for" AS "waitingFor", t."waiting_for" AS "timingWaitsFor", e."binding" IS NOT NULL AS "checked", s."kind",
      p."id"::text AS "phaseId", p."slug" AS "phase", p."split", p."blinded" AND p."unblinded_at" IS NULL AS "blinded",
      v."id"::text AS "versionId", v."challenge_id"::text AS "challengeId",
      ARRAY(SELECT d."source" FROM "data_sets" d WHERE d."challenge_version_id" = v."id" AND d."state" = 'ready') AS "readySources"
    FROM unnest(${[...ids]}::uuid[]) WITH ORDINALITY AS wanted("id", "place")
    JOIN "evaluations" e USING ("id")
    JOIN "submissions" s ON s."id" = e."submission_id"
    JOIN "phases" p ON p."id" = e."phase_id"
    JOIN "challenge_versions" v ON v."id" = p."challenge_version_id"
    LEFT JOIN "timings" t ON t."evaluation_id" = e."id"
    ORDER BY wanted."place"`;
  const steps: WaitingStep[] = [];
  for (const row of rows) {
    const { id: evaluationId, challengeId, phaseId, blinded, checked, waitingFor, timingWaitsFor } = row;
    const manifest = await manifestOf(database, row.versionId);
    steps.push({
      evaluationId,
      step,
      waitingFor: step === 'time' ? timingWaitsFor : waitingFor,
      kind: SubmissionKind.parse(row.kind),
      challengeId,
      manifest,
      phaseId,
      phase: manifest.phases.find(({ id }) => id === row.phase) ?? {},
      split: SplitName.parse(row.split),
      blinded,
      checked,
      ready: row.readySources.includes(manifest.data.default),
    });
  }
  return steps;
}

/** A version changes in place only when the API starts, so each is parsed once. */
const manifests = new Map<string, Manifest>();

async function manifestOf(database: Prisma.TransactionClient, versionId: string): Promise<Manifest> {
  const known = manifests.get(versionId);
  if (known) return known;
  const { manifest } = await database.challengeVersion.findUniqueOrThrow({ where: { id: versionId }, select: { manifest: true } });
  const parsed = StoredManifest.parse(manifest);
  manifests.set(versionId, parsed);
  return parsed;
}

async function findResting(database: Database, step: ModelStep, ids: readonly string[], runner: string): Promise<string[]> {
  const rows = await database.$queryRaw<{ id: string }[]>`
    SELECT "evaluation_id"::text AS "id" FROM "runner_leases"
    WHERE "evaluation_id" IN (${Prisma.join(ids.map((id) => Prisma.sql`${id}::uuid`))}) AND "step" = ${step}
      AND "ended_at" > clock_timestamp() - ${restMs} * interval '1 millisecond'
      AND ("end" = 'failed' OR ("end" = 'released' AND "runner" = ${runner}))`;
  return rows.map(({ id }) => id);
}
