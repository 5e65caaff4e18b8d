import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadEvaluation, storeTiming } from '@unblind/assignments';
import type { LoadedEvaluation } from '@unblind/assignments';
import { loadChallenge } from '@unblind/challenges';
import { ContractBinding, PlatformFault, gpuFor, nominal, throughputOf, withoutComputed } from '@unblind/contracts';
import type { MeasuredTiming, Throughput } from '@unblind/contracts';
import { checkAnswers, inspectSubmission, readPredictions, timeImage, timeModel } from '@unblind/evaluation';
import type { TimingRun } from '@unblind/evaluation';
import type { Claim, Prisma } from '@unblind/database';
import type { JobContext } from '@unblind/queue';
import type { ImageCache, OnnxTiming, SandboxProvider } from '@unblind/sandbox';
import type { Storage } from '@unblind/storage';
import { fetchSplit } from '../data/split-cache';
import { coresFor } from '../hardware/cores';
import type { Gpu } from '../hardware/gpu';
import { hardwareOf } from '../hardware/hardware';
import { withLease, type HostLease } from '../lease/host-lease';
import { fetchFile } from './fetch-file';
import { hold } from './hold';
import { inTurn } from './hold-evaluation';
import type { Turns } from './hold-evaluation';
import type { HoldOptions } from './hold';
import { sandboxOf, withImage, withModel } from './open-model';
import type { Sandboxes } from './open-model';
import { StoredPredictions } from './predictions';
import { timeStep } from './steps';
import { waitingReason } from './waiting-reason';

export interface TimeOptions extends HoldOptions, Turns {
  provider: SandboxProvider;
  sandboxes: Sandboxes;
  images: ImageCache;
  /** Opened without credentials for truth. */
  storage: Storage;
  work: string;
  cache: string;
  /** The folder of the challenges. */
  challenges: string;
  lease: HostLease;
  gpu: Gpu | null;
}

/** Times the first model of a scored submission and the challenge's reference model, with this machine to itself. */
export async function timeEvaluation(options: TimeOptions, job: JobContext<{ evaluationId: string }>): Promise<void> {
  const { database, lease } = options;
  const { evaluationId } = job.payload;
  const evaluation = await loadEvaluation(database, evaluationId);
  const { reason: waitingFor, giveUp } = await waitingReason(database, evaluation, options.gpu);
  await database.timing.updateMany({
    where: { evaluationId, state: 'waiting', OR: [{ waitingFor: null }, { NOT: { waitingFor } }] },
    data: { waitingFor: waitingFor ?? 'Waiting until the machine is free.' },
  });
  if (waitingFor !== null) return;
  const alone = await lease.exclusive(giveUp ? AbortSignal.any([job.signal, giveUp]) : job.signal).catch((error: unknown) => {
    if (giveUp?.aborted && !job.signal.aborted) return null; // the reconciler gives it another job
    throw error;
  });
  if (alone === null) return;
  await withLease(Promise.resolve(alone), (machineLost) =>
    inTurn(options, timeStep, evaluationId, () =>
      hold(options, { ...job, row: timeStep.row, id: evaluationId, machineLost }, ({ claim, signal }) =>
        timeAndStore(options, evaluation, claim, signal),
      ),
    ),
  );
}

async function timeAndStore(options: TimeOptions, evaluation: LoadedEvaluation, claim: Claim, signal: AbortSignal): Promise<void> {
  const folder = join(options.work, `${evaluation.id}-${claim.fence}-timing`);
  try {
    await mkdir(folder, { recursive: true });
    const { timing, sha256 } = await timeOne(options, evaluation, throughputOf(evaluation), { folder, signal });
    const measured = {
      timing: measuredOf(timing),
      hardware: hardwareOf(timing.environment, gpuFor(evaluation, options.gpu).gpu),
      referenceSha256: sha256,
    };
    await options.database.$transaction((transaction: Prisma.TransactionClient) => storeTiming(transaction, claim, evaluation, measured));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function timeOne(
  options: TimeOptions,
  evaluation: LoadedEvaluation,
  throughput: Throughput,
  { folder, signal }: { folder: string; signal: AbortSignal },
): Promise<{ timing: OnnxTiming; sha256: string }> {
  const { provider, storage, cache } = options;
  const { gpu } = gpuFor(evaluation, options.gpu);
  const { dataSetId, index, split: name, manifest, hiddenInputs } = evaluation;
  const split = await fetchSplit({ storage, directory: cache, dataSetId, index, split: name, what: 'views' });
  const { sha256, ...reference } = await referenceModel(options.challenges, evaluation, throughput, folder);
  const run: Omit<TimingRun, 'submission' | 'onProgress'> = {
    provider,
    manifest,
    throughput,
    reference,
    split,
    signal,
    viewsDirectory: join(cache, 'derived', dataSetId, name),
    // The reference of a container on a GPU runs on the CPU if onnxruntime cannot use that GPU.
    executionProvider: gpu?.runsModels ? 'cuda' : 'cpu',
    ...(gpu ? { gpu: gpu.files } : {}),
    cores: coresFor(throughput.cores),
  };
  try {
    const timing = await timeSubmission(options, evaluation, run, folder);
    checkAnswers(
      timing.scores,
      await scoredAnswers({ ...options, gpu }, evaluation, run, folder),
      evaluation.gpu === 'none' ? 'cpu' : 'cuda',
    );
    return { timing, sha256 };
  } catch (error) {
    throw hiddenInputs ? withoutComputed(error) : error;
  }
}

async function timeSubmission(
  { storage, sandboxes, images }: TimeOptions,
  evaluation: LoadedEvaluation,
  run: Omit<TimingRun, 'submission' | 'onProgress'>,
  folder: string,
): Promise<OnnxTiming> {
  const { kind, files, binding } = evaluation;
  if (kind === 'container') {
    const provider = sandboxOf(sandboxes.images);
    return withImage({ images, storage, folder }, evaluation, (image) => timeImage({ ...run, folder, images: provider, image }));
  }
  const modelPath = join(folder, 'model.onnx');
  const [file] = files;
  if (file) await fetchFile(storage, file, modelPath);
  return timeModel({ ...run, submission: { modelPath, binding: ContractBinding.parse(binding) }, onProgress: () => undefined });
}

/** Reads the reference model from this runner's challenge folder and checks it like a submission. */
async function referenceModel(challenges: string, { slug, manifest }: LoadedEvaluation, { reference }: Throughput, folder: string) {
  const file = manifest.baselines.find(({ name }) => name === reference)?.file;
  const { directory } = await loadChallenge(slug, challenges);
  if (file === undefined) throw noReference(reference);
  const bytes = await readFile(join(directory, file)).catch((cause: unknown) => {
    throw noReference(reference, cause);
  });
  const modelPath = join(folder, 'reference.onnx');
  await writeFile(modelPath, bytes);
  return { modelPath, binding: inspectSubmission(bytes, manifest).binding, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** The scores that the model gave when it was scored: as stored, or from a repeated run if this kind stores only derived values. */
async function scoredAnswers(
  { storage, sandboxes, images, gpu }: TimeOptions,
  evaluation: LoadedEvaluation,
  { split, viewsDirectory, signal }: Omit<TimingRun, 'submission' | 'onProgress'>,
  work: string,
): Promise<Float64Array> {
  const predictions = join(work, 'predictions');
  await new StoredPredictions(storage, evaluation.id).fetch({ seed: 1, variation: nominal }, predictions);
  const { scores } = await readPredictions(predictions);
  if (scores) return Float64Array.from(scores.data, Number);
  const folder = join(work, 'again');
  await mkdir(folder);
  const never = new AbortController().signal;
  const { output } = await withModel({ sandboxes, images, storage, gpu, folder }, evaluation, (model) =>
    model.run({ seed: 1, variation: nominal, split, viewsDirectory, signal: signal ?? never, progress: () => undefined }),
  );
  return Float64Array.from(output.data, Number);
}

/** What is sent of a timing: plain numbers. */
function measuredOf({ scenarios, loadSeconds, firstSeconds, memoryBytes }: OnnxTiming): MeasuredTiming {
  const plain = (name: keyof OnnxTiming['scenarios']) => {
    const timed = scenarios[name];
    if (!timed) return {};
    const blocks = timed.blocks.map(({ reference, submission, wall }) => ({
      reference: [...reference],
      submission: [...submission],
      wall: [...wall],
    }));
    return { [name]: { ...timed, blocks, latencies: [...timed.latencies] } };
  };
  return { scenarios: { ...plain('offline'), ...plain('single-stream') }, loadSeconds, firstSeconds, memoryBytes };
}

function noReference(name: string, cause?: unknown): PlatformFault {
  const message = `The reference model '${name}' is not in this runner's copy of the challenge.`;
  return new PlatformFault('data-missing', { message, fix: 'Update the runner to the version of the platform.' }, { cause });
}
