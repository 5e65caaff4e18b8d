import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { loadEvaluation } from '@unblind/assignments';
import type { LoadedEvaluation } from '@unblind/assignments';
import { gpuFor, nominal, withoutComputed } from '@unblind/contracts';
import type { SplitName } from '@unblind/contracts';
import { asJson, move } from '@unblind/database';
import { CpuBudget, kindOf } from '@unblind/evaluation';
import type { ModelResult } from '@unblind/evaluation';
import type { JobContext } from '@unblind/queue';
import type { ImageCache } from '@unblind/sandbox';
import type { Storage } from '@unblind/storage';
import { fetchSplit } from '../data/split-cache';
import type { Gpu } from '../hardware/gpu';
import { waitsForGpu } from './gpu-for';
import type { Held, HoldOptions } from './hold';
import { enqueueInTurn, holdEvaluation } from './hold-evaluation';
import type { Turns } from './hold-evaluation';
import { outputOf, withModel } from './open-model';
import type { Model, Sandboxes } from './open-model';
import { StoredPredictions, trainingRun } from './predictions';
import type { PredictionRun } from './predictions';
import { runStep, scoreStep } from './steps';

export interface RunOptions extends HoldOptions, Turns {
  sandboxes: Sandboxes;
  images: ImageCache;
  /** Opened without credentials for truth. */
  storage: Storage;
  work: string;
  cache: string;
  unsafe: boolean;
  gpu: Gpu | null;
}

/**
 * Runs each model of a submission in the sandbox over its split, nominal and under each shift, and stores the predictions. Uses a
 * GPU as the phase requires.
 */
export async function runEvaluation(options: RunOptions, job: JobContext<{ evaluationId: string }>): Promise<void> {
  const { database, gpu: card } = options;
  const kinds = ['onnx', 'container'] as const;
  if (await waitsForGpu(database, job.payload.evaluationId, { waiting: 'queued', gpu: card, kinds })) return;
  await holdEvaluation(options, runStep, job, async (held) => {
    const evaluation = await loadEvaluation(options.database, held.claim.id);
    const folder = join(options.work, `${evaluation.id}-${held.claim.fence}`);
    const stored = new StoredPredictions(options.storage, evaluation.id);
    try {
      await mkdir(folder, { recursive: true });
      const runs = plan(evaluation);
      const { gpu } = gpuFor(evaluation, options.gpu);
      const results: ModelResult[] = [];
      const budget = new CpuBudget(evaluation.manifest.submission.limits);
      await withModel({ ...options, gpu, folder }, evaluation, async (model) => {
        for (const [at, run] of runs.entries()) {
          held.signal.throwIfAborted();
          const progress: Held['progress'] = ({ done, total, unit }) =>
            held.progress({ done: at * total + done, total: runs.length * total, unit });
          const { result, predictions } = await runOne(options, { ...held, progress }, evaluation, { run, model, budget });
          await stored.put(run, predictions);
          results.push(result);
        }
      });
      await stored.finish(runs);
      await passToScoring({ ...options, gpu }, held, evaluation, results);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

/** Nominal first: a model that fails then fails before any time is spent on the shifts. */
function plan(evaluation: LoadedEvaluation): PredictionRun[] {
  const { files, manifest, index, split } = evaluation;
  const shifts = Object.keys(index.splits[split]?.variations ?? {});
  const output = outputOf(evaluation);
  const training = output && kindOf(manifest.kind).needsTraining?.(output) ? [trainingRun] : [];
  const seeds = files.map((_, at) => at + 1);
  return [nominal, ...training, ...shifts].flatMap((variation) => seeds.map((seed) => ({ seed, variation })));
}

async function runOne(
  { storage, cache }: RunOptions,
  { signal, progress }: Held,
  evaluation: LoadedEvaluation,
  { run, model, budget }: { run: PredictionRun; model: Model; budget: CpuBudget },
) {
  const { dataSetId, index, manifest, form } = evaluation;
  const split: SplitName = run.variation === trainingRun ? 'train' : evaluation.split;
  const variation = run.variation === nominal || run.variation === trainingRun ? undefined : run.variation;
  const inputs = await fetchSplit({ storage, directory: cache, dataSetId, index, split, variation, what: 'views' });
  const viewsDirectory = join(cache, 'derived', dataSetId, split, variation ?? '');
  try {
    const result = await budget.spend((timeLeft) => model.run({ ...run, split: inputs, viewsDirectory, timeLeft, progress, signal }));
    const context = { manifest, form, rows: inputs.rows, split: inputs };
    return { result, predictions: await kindOf(manifest.kind).interpret(result.output, context) };
  } catch (error) {
    // Shifted copies of the phase's data are shown to nobody, whatever the data themselves are.
    const hidden = split === evaluation.split && (evaluation.hiddenInputs || variation !== undefined);
    throw hidden ? withoutComputed(error) : error;
  }
}

async function passToScoring(
  options: RunOptions,
  { claim }: Held,
  evaluation: LoadedEvaluation,
  results: readonly ModelResult[],
): Promise<void> {
  const { database, unsafe, gpu } = options;
  const [first] = results;
  const usage = {
    wallSeconds: sum(results.map((result) => result.usage.wallSeconds)),
    cpuSeconds: sum(results.map((result) => result.usage.cpuSeconds)),
    peakMemoryBytes: Math.max(0, ...results.map((result) => result.usage.peakMemoryBytes ?? 0)) || null,
  };
  const provenance = {
    challenge: evaluation.slug,
    version: evaluation.version,
    split: evaluation.split,
    runs: results.length,
    environment: { ...first?.environment, gpu: gpu && { name: gpu.name, driver: gpu.driver, memoryBytes: gpu.memoryBytes } },
    usage,
    loadSeconds: first?.loadSeconds,
    deterministic: results.every(({ deterministic }) => deterministic),
  };
  const rows = sum(results.map(({ output }) => output.shape[0] ?? 0));
  const moved = await move(database, {
    ...claim,
    from: ['running'],
    to: 'scoring',
    message: `${rows} samples done in ${usage.wallSeconds.toFixed(1)} s. Waiting to be scored.`,
    set: { provenance: asJson(provenance), unsafe },
  });
  if (moved) await enqueueInTurn(options, scoreStep, evaluation.id);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
