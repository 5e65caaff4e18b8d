import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ContractBinding, ParticipantFault, ParticipantFaultCode } from '@unblind/contracts';
import { asJson, move } from '@unblind/database';
import { runOnnxSubmission } from '@unblind/evaluation';
import type { JobContext, Queues } from '@unblind/queue';
import type { OnnxResult, SandboxProvider } from '@unblind/sandbox';
import type { Storage } from '@unblind/storage';
import { encodeNpy } from '@unblind/tensors';
import { fetchSplit } from '../data/split-cache';
import { holdFor } from './hold';
import type { HoldOptions, StepWork } from './hold';
import { loadEvaluation } from './load-evaluation';
import type { LoadedEvaluation } from './load-evaluation';
import { predictionsKey } from './predictions';
import { jobIdOf, runStep, scoreStep } from './steps';

export interface RunOptions extends HoldOptions {
  queues: Queues;
  provider: SandboxProvider;
  /** Without credentials for truth. */
  storage: Storage;
  work: string;
  cache: string;
  unsafe: boolean;
}

/** Runs a model over its split in the sandbox and stores its predictions. */
export function runEvaluation(options: RunOptions, job: JobContext<{ evaluationId: string }>): Promise<void> {
  return holdFor(options, runStep, job, async (held) => {
    const evaluation = await loadEvaluation(options.database, held.claim.evaluationId);
    const folder = join(options.work, `${evaluation.id}-${held.claim.fence}`);
    try {
      await mkdir(folder, { recursive: true });
      const result = await run(options, held, evaluation, folder);
      await options.storage.area('results').put(predictionsKey(evaluation.id), encodeNpy('float32', [result.scores.length], result.scores));
      await handOver(options, held, evaluation, result);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

async function run(
  { provider, storage, cache }: RunOptions,
  { signal, progress }: StepWork,
  evaluation: LoadedEvaluation,
  folder: string,
): Promise<OnnxResult> {
  const { dataSetId, index, split, manifest, file } = evaluation;
  const modelPath = join(folder, 'model.onnx');
  await storage.area('submissions').download(file.key, modelPath);
  const inputs = await fetchSplit({ storage, directory: cache, dataSetId, index, split, what: 'views' });
  const viewsDirectory = join(cache, 'derived', dataSetId, split);
  const binding = ContractBinding.parse(evaluation.binding);
  try {
    return await runOnnxSubmission({ provider, manifest, binding, modelPath, split: inputs, viewsDirectory, onProgress: progress, signal });
  } catch (error) {
    throw evaluation.hiddenInputs ? withoutComputed(error) : error;
  }
}

/** On hidden inputs a fault names its class and limit; what the model computed would carry the data out. */
function withoutComputed(error: unknown): unknown {
  if (!(error instanceof ParticipantFault) || error.detail.limit) return error;
  const { expected, fix, subject } = error.detail;
  const message = 'The model failed on hidden data; what it computed is not shown.';
  return new ParticipantFault(ParticipantFaultCode.parse(error.detail.code), { message, expected, fix, subject });
}

async function handOver(
  { database, queues, unsafe }: RunOptions,
  { claim }: StepWork,
  evaluation: LoadedEvaluation,
  result: OnnxResult,
): Promise<void> {
  const { environment, usage, loadSeconds, deterministic } = result;
  const provenance = {
    challenge: evaluation.slug,
    version: evaluation.version,
    split: evaluation.split,
    environment,
    usage,
    loadSeconds,
    deterministic,
  };
  const moved = await move(database, {
    ...claim,
    from: ['running'],
    to: 'scoring',
    message: `${result.scores.length} samples done in ${usage.wallSeconds.toFixed(1)} s. Waiting to be scored.`,
    set: { heartbeatAt: null, provenance: asJson(provenance), unsafe },
  });
  if (moved) await queues.enqueue(scoreStep.job, { evaluationId: evaluation.id }, { jobId: jobIdOf(evaluation.id, scoreStep) });
}
