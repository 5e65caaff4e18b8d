import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { asJson, encodeReplicates, moveWithin } from '@unblind/database';
import type { Prisma } from '@unblind/database';
import { summariseRuns } from '@unblind/evaluation';
import type { ScoredRun, SummarisedScores } from '@unblind/evaluation';
import { nominal, orderIn } from '@unblind/contracts';
import type { JobContext } from '@unblind/queue';
import type { SandboxProvider } from '@unblind/sandbox';
import type { Storage } from '@unblind/storage';
import { scoreBySandbox } from '../scoring/score-by-sandbox';
import { scoreInThread } from '../scoring/score-in-thread';
import type { ScoreReport } from '@unblind/scoring';
import { fetchSplit } from '../data/split-cache';
import { boardsBy, entryValue } from './board-entries';
import type { Held, HoldOptions } from './hold';
import { holdEvaluation } from './hold-evaluation';
import type { Turns } from './hold-evaluation';
import { loadEvaluation } from './load-evaluation';
import type { LoadedEvaluation } from './load-evaluation';
import { StoredPredictions, trainingRun } from './predictions';
import type { PredictionRun } from './predictions';
import { scoreStep } from './steps';

export interface ScoreOptions extends HoldOptions, Turns {
  /** Opened with credentials for truth and none for submissions. */
  storage: Storage;
  work: string;
  cache: string;
  /** The folder of the challenges. */
  challenges: string;
  /** The sandbox for organisers' own scorers; null if this machine has none. */
  provider: SandboxProvider | null;
}

/** Scores the stored predictions against the truth, and writes metrics, plots and board entries in one transaction. */
export function scoreEvaluation(options: ScoreOptions, job: JobContext<{ evaluationId: string }>): Promise<void> {
  return holdEvaluation(options, scoreStep, job, async (held) => {
    const evaluation = await loadEvaluation(options.database, held.claim.id);
    const folder = join(options.work, `${evaluation.id}-${held.claim.fence}-predictions`);
    try {
      await writeResults(options, held, evaluation, await scoreAll(options, held, evaluation, folder));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

async function scoreAll(
  { storage, cache, challenges, provider }: ScoreOptions,
  { signal, progress }: Held,
  evaluation: LoadedEvaluation,
  work: string,
): Promise<SummarisedScores> {
  const { dataSetId, index, split, manifest, form, metrics, slug, version } = evaluation;
  const stored = new StoredPredictions(storage, evaluation.id);
  const all = await stored.runs();
  const runs = all.filter(({ variation }) => variation !== trainingRun);
  const folderOf = ({ seed, variation }: PredictionRun) => join(work, String(seed), variation);
  for (const run of all) await stored.fetch(run, folderOf(run));
  const fetched = (what: 'views' | 'truth', name: string, variation?: string) =>
    fetchSplit({ storage, directory: cache, dataSetId, index, split: name, variation, what });
  const trained = all.some(({ variation }) => variation === trainingRun)
    ? { ...(await fetched('views', 'train')), truth: (await fetched('truth', 'train')).truth }
    : null;
  const scoreRun = async (variation: string, seeds: readonly number[]): Promise<ScoreReport> => {
    const truth = await fetched('truth', split, variation === nominal ? undefined : variation);
    // The same seed for every submission and shift, so that bootstrap replicates can be paired; a secret where the truth is one.
    const seed = truth.scoringSeed ?? `${slug}@${version}/${split}`;
    const context = { metrics, replicates: manifest.scoring.replicates, seed };
    if (manifest.kind === 'custom')
      return scoreBySandbox(provider, {
        directory: join(challenges, slug),
        manifest,
        truth,
        predictions: folderOf({ seed: seeds[0] ?? 1, variation }),
        form,
        context,
        signal,
      });
    const of = (shift: string) => seeds.map((seed) => folderOf({ seed, variation: shift }));
    return scoreInThread(
      {
        manifest,
        form,
        split: truth,
        predictions: of(variation),
        training: trained && { split: trained, predictions: of(trainingRun) },
        context,
      },
      signal,
    );
  };
  const scored: ScoredRun[] = [];
  for (const [done, run] of runs.entries()) {
    scored.push({ ...run, report: await scoreRun(run.variation, [run.seed]) });
    if (runs.length > 1) progress({ done: done + 1, total: runs.length, unit: 'scorings' });
  }
  const seeds = runs.filter(({ variation }) => variation === nominal).map(({ seed }) => seed);
  return summariseRuns(scored, seeds.length > 1 ? await scoreRun(nominal, seeds) : null, (metric) => orderIn(manifest, metric));
}

async function writeResults(
  { database }: ScoreOptions,
  { claim }: Held,
  evaluation: LoadedEvaluation,
  { metrics, plots, fullPlots }: SummarisedScores,
): Promise<void> {
  const rows = metrics.map(({ replicates, note, ...metric }) => ({
    ...metric,
    evaluationId: evaluation.id,
    note: note ?? null,
    replicates: replicates && encodeReplicates(replicates),
  }));
  const valueOf = (metric: string) => metrics.find(({ name, variation }) => name === metric && variation === nominal)?.value ?? null;
  const { kind, scoring } = evaluation.manifest;
  const entries = boardsBy('scoring', kind, evaluation.boards).map((board) => ({
    phaseId: evaluation.phaseId,
    board: board.id,
    evaluationId: evaluation.id,
    value: entryValue(board, valueOf),
  }));
  await database.$transaction(async (transaction: Prisma.TransactionClient) => {
    const moved = await moveWithin(transaction, {
      ...claim,
      from: ['scoring'],
      to: 'scored',
      message: 'Scored and ranked.',
      set: evaluation.index.openTruth ? { plots: asJson(fullPlots) } : { plots: asJson(plots), fullPlots: asJson(fullPlots) },
    });
    if (!moved) return; // cancelled, or scored by another runner, whose results stand
    await transaction.metric.createMany({ data: rows, skipDuplicates: true });
    await transaction.boardEntry.createMany({ data: entries, skipDuplicates: true });
    // The reconciler gives the timing its job once the machine is free.
    if (scoring.throughput && (evaluation.kind === 'onnx' || evaluation.kind === 'container'))
      await transaction.timing.createMany({ data: { evaluationId: evaluation.id }, skipDuplicates: true });
  });
}
