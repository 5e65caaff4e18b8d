import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoadedEvaluation } from '@unblind/assignments';
import { ContractBinding, PlatformFault } from '@unblind/contracts';
import type { OutputContract } from '@unblind/contracts';
import { contractOf, imageContract, orderFrom, runImage, runModel } from '@unblind/evaluation';
import type { LocalSplit, ModelResult, TimeLeft } from '@unblind/evaluation';
import { imageLimitsFor } from '@unblind/sandbox';
import type { ImageCache, SandboxProvider, UnpackedImage } from '@unblind/sandbox';
import type { Storage } from '@unblind/storage';
import type { Gpu } from '../hardware/gpu';
import { fetchFile, type SubmittedFile } from './fetch-file';
import type { Held } from './hold';

export interface Sandboxes {
  /** Null if this machine has no sandbox for models. */
  models: SandboxProvider | null;
  /** Runs container images; null if this machine cannot. */
  images: SandboxProvider | null;
}

/** One run of a model over a split whose files are on this machine. */
interface ModelInput extends Pick<Held, 'progress' | 'signal'> {
  /** The number of the training among several, from 1. */
  seed: number;
  split: LocalSplit;
  /** Which shift of the split it is; each has an order of its own in which a container is asked. */
  variation: string;
  viewsDirectory: string;
  /** Rows per call of an ONNX model that leaves that free. */
  batch?: number;
  /** What is left of the submission's budget; default: all of it. */
  timeLeft?: TimeLeft | undefined;
  /** Receives what a container prints. */
  onLog?: (chunk: Buffer) => void;
}

export interface Model {
  run(input: ModelInput): Promise<ModelResult>;
  /** Of a container: the unpacked image, which takes space on this machine until the step ends. */
  image?: Pick<UnpackedImage, 'digest' | 'layers' | 'unpackedBytes'>;
}

interface Opening {
  sandboxes: Sandboxes;
  images: ImageCache;
  storage: Storage;
  /** Null: the model runs on the CPU. */
  gpu: Gpu | null;
  /** A folder of this step alone, removed when the step ends. */
  folder: string;
}

/** The challenge's contract for the output of a model or container. */
export function outputOf({ kind, manifest, binding }: LoadedEvaluation): OutputContract | undefined {
  return kind === 'container' ? imageContract(manifest) : contractOf(manifest, ContractBinding.parse(binding));
}

/** Prepares the submission to be run and passes it to `use`. @throws ParticipantFault, PlatformFault */
export async function withModel<T>(opening: Opening, evaluation: LoadedEvaluation, use: (model: Model) => Promise<T>): Promise<T> {
  if (evaluation.kind !== 'container') return use(openOnnx(opening, evaluation));
  const provider = sandboxOf(opening.sandboxes.images);
  return withImage(opening, evaluation, (image) => use(containerOf(opening, provider, evaluation, image)));
}

function openOnnx({ sandboxes, storage, gpu, folder }: Opening, { manifest, files, binding }: LoadedEvaluation): Model {
  const provider = sandboxOf(sandboxes.models);
  const run: Model['run'] = async ({ seed, split, viewsDirectory, batch, timeLeft, progress, signal }) => {
    const modelPath = join(folder, `model-${seed}`);
    const file = files[seed - 1];
    if (file) await fetchFile(storage, file, modelPath);
    return runModel({
      provider,
      gpu: gpu?.files,
      manifest,
      binding: ContractBinding.parse(binding),
      modelPath,
      split,
      viewsDirectory,
      batch,
      timeLeft,
      onProgress: progress,
      signal,
    });
  };
  return { run };
}

function containerOf({ gpu, folder }: Opening, provider: SandboxProvider, evaluation: LoadedEvaluation, image: UnpackedImage): Model {
  const { manifest, submission } = evaluation;
  const run: Model['run'] = async ({ split, variation, viewsDirectory, timeLeft, onLog, progress, signal }) => {
    // The container sees the name of this folder, so it is that of every run.
    const inputFolder = join(folder, 'input');
    await mkdir(inputFolder, { mode: 0o755 });
    try {
      return await runImage({
        provider,
        gpu: gpu?.files,
        manifest,
        image,
        split,
        viewsDirectory,
        // Nobody knew the submission's id when the image was made, and the container is not told.
        order: orderFrom(`${submission.id}/${evaluation.split}/${variation}`),
        timeLeft,
        inputFolder,
        onLog,
        onProgress: progress,
        signal,
      });
    } finally {
      await rm(inputFolder, { recursive: true, force: true });
    }
  };
  return { run, image };
}

/** Passes the unpacked image to `use`: from the cache, or unpacked from its archive. It stays cached for the next step. */
export async function withImage<T>(
  { images, storage, folder }: Pick<Opening, 'images' | 'storage' | 'folder'>,
  { files: [file] }: LoadedEvaluation,
  use: (image: UnpackedImage) => Promise<T>,
): Promise<T> {
  if (!file) throw new PlatformFault('data-missing', { message: 'The submission has no file.', fix: 'Submit it again.' });
  const place = join(folder, 'image');
  const image = (await images.take(file.sha256, place)) ?? (await unpack({ images, storage, folder }, file, place));
  try {
    return await use(image);
  } finally {
    await images.keep(file.sha256, place);
  }
}

async function unpack(
  { images, storage, folder }: Pick<Opening, 'images' | 'storage' | 'folder'>,
  file: SubmittedFile,
  place: string,
): Promise<UnpackedImage> {
  const archive = join(folder, 'image.tar');
  const bytes = await fetchFile(storage, file, archive);
  const image = await images.unpack(archive, place, imageLimitsFor(Math.max(bytes, smallest)));
  // Otherwise the layers would take their space twice.
  await rm(archive);
  return image;
}

/** A small archive may unpack to more than eight times its size, for example a file of zeros or a table. */
const smallest = 32 * 1024 ** 2;

export function sandboxOf(provider: SandboxProvider | null): SandboxProvider {
  if (provider) return provider;
  const message = 'This runner has no sandbox for this kind of submission.';
  throw new PlatformFault('sandbox-unavailable', { message, fix: 'Run `unblind runner doctor` on the runner.' });
}
