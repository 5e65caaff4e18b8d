import { nominal } from '@unblind/contracts';
import type { Throughput, TimingView } from '@unblind/contracts';
import { asJson, decodeReplicates, encodeReplicates, finishWithin } from '@unblind/database';
import type { Claim, Database, Prisma } from '@unblind/database';
import { timedMetrics } from '@unblind/evaluation';
import type { OnnxTiming } from '@unblind/sandbox';
import type { Gpu } from '../hardware/gpu';
import { hardwareOf } from '../hardware/hardware';
import { boardsBy, entryValue } from './board-entries';
import type { LoadedEvaluation } from './load-evaluation';
import { timeStep } from './steps';

/** Writes a timing's metrics and board entries, and ends it, in one transaction. */
export async function storeTiming(
  { database, gpu }: { database: Database; gpu: Gpu | null },
  claim: Claim,
  evaluation: LoadedEvaluation,
  { throughput, timing, referenceSha256 }: { throughput: Throughput; timing: OnnxTiming; referenceSha256: string },
): Promise<void> {
  const { kind, scoring } = evaluation.manifest;
  const scored = await database.metric.findMany({ where: { evaluationId: evaluation.id, variation: nominal } });
  const quality = scored.map(({ note, replicates, ...metric }) => ({
    ...metric,
    ...(note === null ? {} : { note }),
    replicates: replicates && decodeReplicates(replicates),
  }));
  const metrics = timedMetrics(timing, { kind, seed: `timing/${evaluation.id}`, replicates: scoring.replicates, quality });
  const rows = metrics.map(({ note, replicates, ...metric }) => ({
    ...metric,
    evaluationId: evaluation.id,
    variation: nominal,
    note: note ?? null,
    replicates: replicates && encodeReplicates(replicates),
  }));
  const valueOf = (name: string) => [...metrics, ...scored].find((metric) => metric.name === name)?.value ?? null;
  const entries = boardsBy('timing', kind, evaluation.boards).map((board) => ({
    phaseId: evaluation.phaseId,
    board: board.id,
    evaluationId: evaluation.id,
    value: entryValue(board, valueOf),
  }));
  const hardware = hardwareOf(timing.environment, gpu);
  const reference = { name: throughput.reference, sha256: referenceSha256 };
  const result = { hardware, budget: throughput.budget, reference, scenarios: scenariosOf(timing) };
  await database.$transaction(async (transaction: Prisma.TransactionClient) => {
    if (!(await finishWithin(transaction, timeStep.row, claim, 'done'))) return;
    const measured = { result: asJson(result), hardwareClass: hardware.class };
    await transaction.timing.update({ where: { evaluationId: evaluation.id }, data: measured });
    await transaction.metric.createMany({ data: rows, skipDuplicates: true });
    await transaction.boardEntry.createMany({ data: entries, skipDuplicates: true });
  });
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
