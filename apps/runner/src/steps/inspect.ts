import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PlatformFault } from '@unblind/contracts';
import { asJson, move } from '@unblind/database';
import { inspectSubmission, readPredictions } from '@unblind/evaluation';
import type { JobContext, Queues } from '@unblind/queue';
import type { Storage } from '@unblind/storage';
import { encodeNpy } from '@unblind/tensors';
import { holdFor } from './hold';
import type { HoldOptions, StepWork } from './hold';
import { dataAreReady, loadEvaluation } from './load-evaluation';
import type { LoadedEvaluation } from './load-evaluation';
import { predictionsKey } from './predictions';
import { inspectStep, jobIdOf, runStep, scoreStep } from './steps';

export interface InspectOptions extends HoldOptions {
  queues: Queues;
  storage: Storage;
  work: string;
}

/** Reads what was sent, without running it: a model is held against the contract, predictions are parsed whole. */
export async function inspectEvaluation(options: InspectOptions, job: JobContext<{ evaluationId: string }>): Promise<void> {
  if (!(await dataAreReady(options.database, job.payload.evaluationId))) return;
  await holdFor(options, inspectStep, job, async (held) => {
    const evaluation = await loadEvaluation(options.database, held.claim.evaluationId);
    const file = join(options.work, `${evaluation.id}-inspect`);
    try {
      await fetchSubmitted(options.storage, evaluation, file);
      await (evaluation.kind === 'onnx' ? acceptModel : acceptPredictions)(options, held, evaluation, file);
    } finally {
      await rm(file, { force: true });
    }
  });
}

async function fetchSubmitted(storage: Storage, { file }: LoadedEvaluation, path: string): Promise<void> {
  const { sha256 } = await storage.area('submissions').download(file.key, path);
  if (sha256 !== file.sha256)
    throw new PlatformFault('storage-unavailable', {
      message: `${file.key} is not what was uploaded.`,
      fix: 'Nothing is wrong with your file.',
    });
}

async function acceptModel(
  { database, queues }: InspectOptions,
  { claim }: StepWork,
  evaluation: LoadedEvaluation,
  path: string,
): Promise<void> {
  const { inspection, binding } = inspectSubmission(await readFile(path), evaluation.manifest);
  const moved = await move(database, {
    ...claim,
    from: ['inspecting'],
    to: 'queued',
    message: 'The model fits the challenge. Waiting for a runner.',
    set: { inspection: asJson(inspection), binding: asJson(binding), heartbeatAt: null },
  });
  if (moved) await queues.enqueue(runStep.job, { evaluationId: evaluation.id }, { jobId: jobIdOf(evaluation.id, runStep) });
}

async function acceptPredictions(
  { database, queues, storage }: InspectOptions,
  { claim }: StepWork,
  evaluation: LoadedEvaluation,
  path: string,
): Promise<void> {
  const rows = evaluation.index.splits[evaluation.split]?.rows ?? 0;
  const scores = await readPredictions(path, evaluation.file.filename, evaluation.manifest, rows);
  await storage.area('results').put(predictionsKey(evaluation.id), encodeNpy('float64', [scores.length], scores));
  const moved = await move(database, {
    ...claim,
    from: ['inspecting'],
    to: 'scoring',
    message: `${rows} predictions read. Waiting to be scored.`,
    set: { heartbeatAt: null },
  });
  if (moved) await queues.enqueue(scoreStep.job, { evaluationId: evaluation.id }, { jobId: jobIdOf(evaluation.id, scoreStep) });
}
