import { dependsOnTruth, nominal } from '@unblind/contracts';
import type { MetricPart, ScoredMetric, Throughput, TimingView } from '@unblind/contracts';
import { asJson, decodeReplicates, encodeReplicates, finishWithin } from '@unblind/database';
import type { Claim, Database, Metric, Prisma } from '@unblind/database';
import type { OnnxTiming } from '@unblind/sandbox';
import { timedMetrics } from '@unblind/scoring';
import type { Gpu } from '../hardware/gpu';
import { hardwareOf } from '../hardware/hardware';
import { boardsBy } from './board-entries';
import type { LoadedEvaluation } from './load-evaluation';
import { timeStep } from './steps';
import { writeEntries } from './write-entries';

/** Writes a timing's metrics and board entries, and ends it, in one transaction. */
export async function storeTiming(
  { database, gpu }: { database: Database; gpu: Gpu | null },
  claim: Claim,
  evaluation: LoadedEvaluation,
  { throughput, timing, referenceSha256 }: { throughput: Throughput; timing: OnnxTiming; referenceSha256: string },
): Promise<void> {
  const { kind } = evaluation.manifest;
  const scored = await database.metric.findMany({ where: { evaluationId: evaluation.id, variation: nominal } });
  const metrics = timedOfParts(timing, evaluation, scored);
  const rows = metrics.map(({ note, replicates, ...metric }) => ({
    ...metric,
    evaluationId: evaluation.id,
    variation: nominal,
    note: note ?? null,
    replicates: replicates && encodeReplicates(replicates),
  }));
  const known = [...rows, ...scored];
  const hardware = hardwareOf(timing.environment, gpu);
  const reference = { name: throughput.reference, sha256: referenceSha256 };
  const result = { hardware, budget: throughput.budget, reference, scenarios: scenariosOf(timing) };
  await database.$transaction(async (transaction: Prisma.TransactionClient) => {
    if (!(await finishWithin(transaction, timeStep.row, claim, 'done'))) return;
    const measured = { result: asJson(result), hardwareClass: hardware.class };
    await transaction.timing.update({ where: { evaluationId: evaluation.id }, data: measured });
    await transaction.metric.createMany({ data: rows, skipDuplicates: true });
    await writeEntries(transaction, evaluation, boardsBy('timing', kind, evaluation.boards), known);
  });
}

/** Times are whole and exact, as they are no truth; what has the quality in it is computed for each part of the split. */
function timedOfParts(
  timing: OnnxTiming,
  { id, manifest: { kind, scoring } }: LoadedEvaluation,
  scored: readonly Metric[],
): (ScoredMetric & { part: MetricPart })[] {
  const parts = [...new Set(scored.map(({ part }) => part))];
  const timedWith = (part: MetricPart) => {
    const quality = scored.flatMap(({ note, replicates, ...metric }) =>
      metric.part === part
        ? [{ ...metric, ...(note === null ? {} : { note }), replicates: replicates && decodeReplicates(replicates) }]
        : [],
    );
    return timedMetrics(timing, { kind, seed: `timing/${id}`, replicates: scoring.replicates, quality });
  };
  const times = timedWith('whole').filter(({ name }) => !dependsOnTruth(kind, name));
  return [
    ...times.map((metric) => ({ ...metric, part: 'whole' as const })),
    ...parts.flatMap((part) =>
      timedWith(part)
        .filter(({ name }) => dependsOnTruth(kind, name))
        .map((metric) => ({ ...metric, part })),
    ),
  ];
}

function scenariosOf({ scenarios }: OnnxTiming): TimingView['scenarios'] {
  return (['single-stream', 'offline'] as const).flatMap((scenario) => {
    const timed = scenarios[scenario];
    if (!timed) return [];
    const { blocks, latencies, batch, referenceBatch, batches } = timed;
    const rounds = blocks.reduce((sum, { submission }) => sum + submission.length, 0);
    return [{ scenario, batch, referenceBatch, rounds, queries: latencies.length || null, batches }];
  });
}
