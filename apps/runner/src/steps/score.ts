import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { asJson, encodeReplicates, moveWithin } from '@unblind/database';
import type { Prisma } from '@unblind/database';
import type { JobContext } from '@unblind/queue';
import type { Storage } from '@unblind/storage';
import { scoreInThread } from '../scoring/score-in-thread';
import type { ScoreReport } from '@unblind/scoring';
import { fetchSplit } from '../data/split-cache';
import { holdFor } from './hold';
import type { HoldOptions, StepWork } from './hold';
import { loadEvaluation } from './load-evaluation';
import type { LoadedEvaluation } from './load-evaluation';
import { predictionsKey } from './predictions';
import { scoreStep } from './steps';

export interface ScoreOptions extends HoldOptions {
  /** With credentials for truth, and none for submissions. */
  storage: Storage;
  work: string;
  cache: string;
}

/** Holds the stored predictions against the truth, and writes metrics, plots and board entries in one transaction. */
export function scoreEvaluation(options: ScoreOptions, job: JobContext<{ evaluationId: string }>): Promise<void> {
  return holdFor(options, scoreStep, job, async (held) => {
    const { storage, cache, work } = options;
    const evaluation = await loadEvaluation(options.database, held.claim.evaluationId);
    const { dataSetId, index, split, manifest, slug, version } = evaluation;
    const predictions = join(work, `${evaluation.id}-${held.claim.fence}-predictions.npy`);
    try {
      await storage.area('results').download(predictionsKey(evaluation.id), predictions);
      const truth = await fetchSplit({ storage, directory: cache, dataSetId, index, split, what: 'truth' });
      const report = await scoreInThread({ manifest, split: truth, predictions, seed: `${slug}@${version}/${split}` }, held.signal);
      await writeResults(options, held, evaluation, report);
    } finally {
      await rm(predictions, { force: true });
    }
  });
}

async function writeResults(
  { database }: ScoreOptions,
  { claim }: StepWork,
  evaluation: LoadedEvaluation,
  { metrics, plots }: ScoreReport,
): Promise<void> {
  const { manifest, phaseId } = evaluation;
  const rows = metrics.map(({ replicates, note, ...metric }) => ({
    ...metric,
    evaluationId: evaluation.id,
    note: note ?? null,
    replicates: replicates && encodeReplicates(replicates),
  }));
  const entries = manifest.scoring.boards.map((board) => ({
    phaseId,
    board: board.id,
    evaluationId: evaluation.id,
    value: metrics.find(({ name }) => name === board.by)?.value ?? null,
  }));
  await database.$transaction(async (transaction: Prisma.TransactionClient) => {
    const moved = await moveWithin(transaction, {
      ...claim,
      from: ['scoring'],
      to: 'scored',
      message: 'Scored and ranked.',
      set: { plots: asJson(plots) },
    });
    if (!moved) return; // cancelled, or another runner has scored it: its results stand
    await transaction.metric.createMany({ data: rows, skipDuplicates: true });
    await transaction.boardEntry.createMany({ data: entries, skipDuplicates: true });
  });
}
