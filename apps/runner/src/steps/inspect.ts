import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ParticipantFault, PlatformFault, nominal } from '@unblind/contracts';
import type { ContractBinding } from '@unblind/contracts';
import { asJson, move } from '@unblind/database';
import { kindOf } from '@unblind/evaluation';
import type { Predictions } from '@unblind/evaluation';
import type { JobContext, Queues } from '@unblind/queue';
import type { ImageCache } from '@unblind/sandbox';
import type { Storage } from '@unblind/storage';
import { withLease, type HostLease } from '../lease/host-lease';
import type { Gpu } from '../hardware/gpu';
import type { FileReader } from '../reader/file-reader';
import { fetchFile } from './fetch-file';
import { waitsForGpu } from './gpu-for';
import type { Held, HoldOptions } from './hold';
import { holdEvaluation } from './hold-evaluation';
import { acceptContainer } from './inspect-container';
import { dataAreReady, loadEvaluation } from './load-evaluation';
import type { LoadedEvaluation } from './load-evaluation';
import type { Sandboxes } from './open-model';
import { StoredPredictions } from './predictions';
import { inspectStep, runStep, scoreStep } from './steps';

export interface InspectOptions extends HoldOptions {
  queues: Queues;
  storage: Storage;
  work: string;
  cache: string;
  images: ImageCache;
  sandboxes: Sandboxes;
  reader: FileReader;
  lease: HostLease;
  gpu: Gpu | null;
}

/**
 * Inspects the submitted files. A model is checked against the challenge's contract and predictions and answers are parsed, all
 * without running anything. An image is checked and then tried on the public sample.
 */
export async function inspectEvaluation(options: InspectOptions, job: JobContext<{ evaluationId: string }>): Promise<void> {
  const { database, gpu } = options;
  if (!(await dataAreReady(database, job.payload.evaluationId))) return;
  // A container is run, so it may need a GPU here. A model is only read, which every runner can do.
  const kinds = ['container'] as const;
  if (await waitsForGpu(database, job.payload.evaluationId, { waiting: 'received', gpu, kinds })) return;
  await holdEvaluation(options, inspectStep, job, async (held) => {
    const evaluation = await loadEvaluation(options.database, held.claim.id);
    switch (evaluation.kind) {
      case 'onnx':
        return acceptModels(options, held, evaluation);
      case 'predictions':
        return acceptPredictions(options, held, evaluation, await readPredictions(options, held, evaluation));
      case 'answer':
        return acceptPredictions(options, held, evaluation, readAnswer(evaluation));
      case 'container':
        // The container runs, so it must not run during a timing.
        return withLease(options.lease.shared(held.signal), (lost) =>
          acceptContainer(options, { ...held, signal: AbortSignal.any([held.signal, lost]) }, evaluation),
        );
    }
  });
}

/** Downloads each submitted file, checks its digest, passes it to `use` and removes it. */
async function withFiles<T>(
  { storage, work }: InspectOptions,
  { id, files }: LoadedEvaluation,
  use: (path: string, filename: string) => Promise<T>,
): Promise<T[]> {
  const results: T[] = [];
  for (const [at, file] of files.entries()) {
    const path = join(work, `${id}-inspect-${at}`);
    try {
      await fetchFile(storage, file, path);
      results.push(await use(path, file.filename));
    } finally {
      await rm(path, { force: true });
    }
  }
  return results;
}

async function acceptModels(options: InspectOptions, { claim, signal }: Held, evaluation: LoadedEvaluation): Promise<void> {
  const models = await withFiles(options, evaluation, async (path, filename) => ({
    filename,
    ...(await options.reader.inspectModel(path, evaluation.manifest, signal)),
  }));
  const [first, ...others] = models;
  if (!first) throw new PlatformFault('data-missing', { message: 'The submission has no file.', fix: 'Submit it again.' });
  for (const other of others) checkSameShape(first, other);
  const moved = await move(options.database, {
    ...claim,
    from: ['inspecting'],
    to: 'queued',
    message: `${others.length > 0 ? `All ${models.length} models fit` : 'The model fits'} the challenge. Waiting for a runner.`,
    set: { inspection: asJson(first.inspection), binding: asJson(first.binding) },
  });
  if (moved) await runStep.enqueue(options.queues, evaluation.id);
}

/** The models of one submission may differ only in their weights: their inputs and outputs must be the same. */
function checkSameShape(
  first: { filename: string; binding: ContractBinding },
  other: { filename: string; binding: ContractBinding },
): void {
  const shape = ({ binding: { inputs, output, fixedBatch } }: { binding: ContractBinding }) => JSON.stringify([inputs, output, fixedBatch]);
  if (shape(first) === shape(other)) return;
  throw new ParticipantFault('contract-input-shape', {
    message: `${other.filename} has different inputs or outputs from ${first.filename}.`,
    subject: other.filename,
    expected: shape(first),
    got: shape(other),
    fix: 'Send models of one method, trained from different seeds. Submit other methods separately.',
  });
}

async function readPredictions(options: InspectOptions, { signal }: Held, evaluation: LoadedEvaluation): Promise<Predictions> {
  const { manifest, form } = evaluation;
  if (!kindOf(manifest.kind).readFile) throw notTaken(evaluation);
  const context = { manifest, form, ...sizeOf(evaluation) };
  const [predictions] = await withFiles(options, evaluation, (path, filename) =>
    options.reader.readPredictions(path, filename, context, signal),
  );
  if (!predictions) throw new PlatformFault('data-missing', { message: 'The submission has no file.', fix: 'Submit it again.' });
  return predictions;
}

/** The number of rows of the split and, where rows are sets, of all their entries. */
function sizeOf({ index, split }: LoadedEvaluation): { rows: number; entries: number } {
  const { rows = 0, views = {}, truth = {} } = index.splits[split] ?? {};
  const entries = Object.values({ ...views, ...truth }).map(({ shape }) => shape[0] ?? 0);
  return { rows, entries: Math.max(rows, ...entries) };
}

function readAnswer(evaluation: LoadedEvaluation): Predictions {
  const { manifest, form } = evaluation;
  const kind = kindOf(manifest.kind);
  if (!kind.readAnswer) throw notTaken(evaluation);
  return kind.readAnswer({ manifest, form, rows: evaluation.index.splits[evaluation.split]?.rows ?? 0 });
}

function notTaken({ kind, manifest }: LoadedEvaluation): PlatformFault {
  return new PlatformFault('internal', {
    message: `Challenges of kind ${manifest.kind} cannot take submissions of kind ${kind} yet.`,
    fix: 'Nothing is wrong with your file.',
  });
}

async function acceptPredictions(
  { database, queues, storage }: InspectOptions,
  { claim }: Held,
  evaluation: LoadedEvaluation,
  predictions: Predictions,
): Promise<void> {
  const stored = new StoredPredictions(storage, evaluation.id);
  const run = { seed: 1, variation: nominal };
  await stored.put(run, predictions);
  await stored.finish([run]);
  const moved = await move(database, {
    ...claim,
    from: ['inspecting'],
    to: 'scoring',
    message: `${evaluation.kind === 'answer' ? 'The answer is' : 'The predictions are'} read. Waiting to be scored.`,
  });
  if (moved) await scoreStep.enqueue(queues, evaluation.id);
}
