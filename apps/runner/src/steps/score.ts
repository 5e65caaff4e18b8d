import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { boardsBy, chosenBefore, loadEvaluation, metricsMustBeDefined, writeEntries } from '@unblind/assignments';
import type { LoadedEvaluation } from '@unblind/assignments';
import { asJson, encodeReplicates, moveWithin } from '@unblind/database';
import type { Prisma } from '@unblind/database';
import type { JobContext } from '@unblind/queue';
import type { ScorerOptions } from '../scoring/part-scorer';
import { scoreParts, type Scores } from '../scoring/score-parts';
import type { Held, HoldOptions } from './hold';
import { holdEvaluation } from './hold-evaluation';
import type { Turns } from './hold-evaluation';
import { scoreStep } from './steps';

export interface ScoreOptions extends HoldOptions, ScorerOptions, Turns {
  work: string;
}

/** Scores the stored predictions against the truth, and writes metrics, plots and board entries in one transaction. */
export function scoreEvaluation(options: ScoreOptions, job: JobContext<{ evaluationId: string }>): Promise<void> {
  return holdEvaluation(options, scoreStep, job, async (held) => {
    const evaluation = await loadEvaluation(options.database, held.claim.id);
    metricsMustBeDefined(evaluation);
    const folder = join(options.work, `${evaluation.id}-${held.claim.fence}-predictions`);
    try {
      const before = await chosenBefore(options.database, evaluation);
      await writeResults(options, held, evaluation, await scoreParts(options, held, { evaluation, work: folder, before }));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

async function writeResults(
  { database }: ScoreOptions,
  { claim }: Held,
  evaluation: LoadedEvaluation,
  { metrics, plots, fullPlots }: Scores,
): Promise<void> {
  const rows = metrics.map(({ replicates, note, cut, ...metric }) => ({
    ...metric,
    cut: cut ?? null,
    evaluationId: evaluation.id,
    note: note ?? null,
    replicates: replicates && encodeReplicates(replicates),
  }));
  const { kind, scoring } = evaluation.manifest;
  await database.$transaction(async (transaction: Prisma.TransactionClient) => {
    const moved = await moveWithin(transaction, {
      ...claim,
      from: ['scoring'],
      to: 'scored',
      message: 'Scored.',
      set: evaluation.index.openTruth ? { plots: asJson(fullPlots) } : { plots: asJson(plots), fullPlots: asJson(fullPlots) },
    });
    if (!moved) return; // cancelled, or scored by another runner, whose results stand
    await transaction.metric.createMany({ data: rows, skipDuplicates: true });
    await writeEntries(transaction, evaluation, boardsBy('scoring', kind, evaluation.boards), metrics);
    // The reconciler gives the timing its job once the machine is free.
    if (scoring.throughput && (evaluation.kind === 'onnx' || evaluation.kind === 'container'))
      await transaction.timing.createMany({ data: { evaluationId: evaluation.id }, skipDuplicates: true });
  });
}
