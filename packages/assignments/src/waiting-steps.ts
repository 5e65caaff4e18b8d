import { StoredManifest, SubmissionKind, SplitName } from '@unblind/contracts';
import type { Manifest, ModelStep } from '@unblind/contracts';
import { Prisma, findWaiting } from '@unblind/database';
import type { Database } from '@unblind/database';
import { rowOfStep } from './model-steps';
import type { Waiting } from './worker';

/** Enough that a runner that can take few kinds of work finds some behind those that it cannot. A machine times one model at a time. */
const limits: Readonly<Record<ModelStep, number>> = { inspect: 1000, run: 1000, rerun: 50, time: 50 };
/** After a fault of the platform, and for whoever gave it back, a step rests. */
const restMs = 5000;

export interface WaitingStep extends Waiting {
  evaluationId: string;
  /** What it is said to wait for. */
  waitingFor: string | null;
}

/** Versions of challenges are immutable, so each is parsed once. */
const manifests = new Map<string, Manifest>();

/** The steps that wait for a runner and whose turn it is: entrants take turns, and within a turn the oldest is first. */
export async function waitingSteps(database: Database, step: ModelStep, { atOnce, runner }: { atOnce: number; runner: string }) {
  const ids = await findWaiting(database, rowOfStep[step], { forMs: 0, limit: limits[step], atOnce });
  if (ids.length === 0) return [];
  const resting = new Set(await findResting(database, step, ids, runner));
  const awake = ids.filter((id) => !resting.has(id));
  const rows = await database.evaluation.findMany({
    where: { id: { in: awake } },
    select: {
      id: true,
      waitingFor: true,
      binding: true,
      timing: { select: { waitingFor: true } },
      submission: { select: { kind: true } },
      phase: {
        select: {
          slug: true,
          split: true,
          challengeVersion: {
            select: { id: true, challengeId: true, dataSets: { where: { state: 'ready' }, select: { source: true } } },
          },
        },
      },
    },
  });
  const places = new Map(awake.map((id, place) => [id, place]));
  const steps: WaitingStep[] = [];
  for (const { id, submission, phase, timing, waitingFor, binding } of rows.sort(
    (a, b) => (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0),
  )) {
    const { challengeVersion } = phase;
    const manifest = await manifestOf(database, challengeVersion.id);
    // Until the data are ready it waits, which is no fault.
    if (!challengeVersion.dataSets.some(({ source }) => source === manifest.data.default)) continue;
    steps.push({
      evaluationId: id,
      waitingFor: step === 'time' ? (timing?.waitingFor ?? null) : waitingFor,
      step,
      kind: SubmissionKind.parse(submission.kind),
      challengeId: challengeVersion.challengeId,
      manifest,
      phase: manifest.phases.find((one) => one.id === phase.slug) ?? {},
      split: SplitName.parse(phase.split),
      checked: binding !== null,
    });
  }
  return steps;
}

async function manifestOf(database: Database, versionId: string): Promise<Manifest> {
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
