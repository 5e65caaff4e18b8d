import { dependsOnTruth, hardwareClass, nominal, throughputOf } from '@unblind/contracts';
import type { Hardware, MetricPart, MeasuredTiming, ScoredMetric, TimedScenario, TimingView } from '@unblind/contracts';
import { asJson, decodeReplicates, encodeReplicates, finishWithin, leasedRows } from '@unblind/database';
import type { Claim, Metric, Prisma } from '@unblind/database';
import { timedMetrics } from '@unblind/scoring';
import type { Timing } from '@unblind/scoring';
import { boardsBy } from './board-entries';
import { LeaseLost } from './held-lease';
import type { LoadedEvaluation } from './load-evaluation';
import { writeEntries } from './write-entries';

/** Writes a timing's metrics and board entries, and ends it, in the transaction of its claim. @throws LeaseLost */
export async function storeTiming(
  transaction: Prisma.TransactionClient,
  claim: Claim,
  evaluation: LoadedEvaluation,
  { timing: measured, hardware: said, referenceSha256 }: { timing: MeasuredTiming; hardware: Hardware; referenceSha256: string },
): Promise<void> {
  const { kind } = evaluation.manifest;
  // Of which class it is, is not for the runner to say.
  const hardware = { ...said, class: hardwareClass(said) };
  const { budget, reference } = throughputOf(evaluation);
  const timing = asTiming(measured);
  const scored = await transaction.metric.findMany({ where: { evaluationId: evaluation.id, variation: nominal } });
  const rows = timedOfParts(timing, evaluation, scored).map(({ note, replicates, ...metric }) => ({
    ...metric,
    evaluationId: evaluation.id,
    variation: nominal,
    note: note ?? null,
    replicates: replicates && encodeReplicates(replicates),
  }));
  const result = { hardware, budget, reference: { name: reference, sha256: referenceSha256 }, scenarios: scenariosOf(measured) };
  if (!(await finishWithin(transaction, leasedRows.timing, claim, 'done'))) throw new LeaseLost();
  const data = { result: asJson(result), hardwareClass: hardware.class };
  await transaction.timing.update({ where: { evaluationId: evaluation.id }, data });
  await transaction.metric.createMany({ data: rows, skipDuplicates: true });
  await writeEntries(transaction, evaluation, boardsBy('timing', kind, evaluation.boards), [...rows, ...scored]);
}

function asTiming({ scenarios: { offline, 'single-stream': single }, ...timing }: MeasuredTiming): Timing {
  return { ...timing, scenarios: { offline: offline && asScenario(offline), 'single-stream': single && asScenario(single) } };
}

function asScenario({ blocks, latencies }: TimedScenario) {
  return {
    latencies: Float64Array.from(latencies),
    blocks: blocks.map(({ reference, submission, wall }) => ({
      reference: Float64Array.from(reference),
      submission: Float64Array.from(submission),
      wall: Float64Array.from(wall),
    })),
  };
}

/** Times are whole and exact, as they are no truth; what has the quality in it is computed for each part of the split. */
function timedOfParts(
  timing: Timing,
  { id, manifest: { kind, scoring } }: LoadedEvaluation,
  scored: readonly Metric[],
): (ScoredMetric & { part: MetricPart })[] {
  const parts = [...new Set(scored.map(({ part }) => part))];
  const timedWith = (part: MetricPart) => {
    const quality = scored.flatMap(({ note, replicates, cut: _cut, ...metric }) =>
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

function scenariosOf({ scenarios }: MeasuredTiming): TimingView['scenarios'] {
  return (['single-stream', 'offline'] as const).flatMap((scenario) => {
    const timed = scenarios[scenario];
    if (!timed) return [];
    const { blocks, latencies, batch, referenceBatch, batches } = timed;
    const rounds = blocks.reduce((sum, { submission }) => sum + submission.length, 0);
    return [{ scenario, batch, referenceBatch, rounds, queries: latencies.length || null, batches }];
  });
}
