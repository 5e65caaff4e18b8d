import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ContractBinding, PlatformFault } from '@unblind/contracts';
import type { OutputContract } from '@unblind/contracts';
import { contractOf, imageContract, runImage, runModel } from '@unblind/evaluation';
import type { LocalSplit, ModelResult } from '@unblind/evaluation';
import { imageLimitsFor, unpackImage } from '@unblind/sandbox';
import type { SandboxProvider, UnpackedImage } from '@unblind/sandbox';
import type { Storage } from '@unblind/storage';
import type { Gpu } from '../hardware/gpu';
import type { LoadedEvaluation } from './load-evaluation';
import type { StepWork } from './hold';

export interface Sandboxes {
  /** Null where this machine has none. */
  models: SandboxProvider | null;
  /** For container images. */
  images: SandboxProvider | null;
}

/** One run of a model over a split that is on this machine. */
export interface ModelInput extends Pick<StepWork, 'progress' | 'signal'> {
  /** Which of several trainings, from 1. */
  seed: number;
  split: LocalSplit;
  viewsDirectory: string;
}

export interface Model {
  run(input: ModelInput): Promise<ModelResult>;
  /** Of a container: what it takes on this machine until the step ends. */
  image?: Pick<UnpackedImage, 'digest' | 'layers' | 'unpackedBytes'>;
}

interface Opening {
  sandboxes: Sandboxes;
  storage: Storage;
  /** Null: on the CPU. */
  gpu: Gpu | null;
  /** Of this step's own, removed after it. */
  folder: string;
}

/** What the numbers of a model or container are. */
export function outputOf({ kind, manifest, binding }: LoadedEvaluation): OutputContract | undefined {
  return kind === 'container' ? imageContract(manifest) : contractOf(manifest, ContractBinding.parse(binding));
}

/** What was submitted, made ready to be run. @throws ParticipantFault, PlatformFault */
export async function openModel(opening: Opening, evaluation: LoadedEvaluation): Promise<Model> {
  return evaluation.kind === 'container' ? openContainer(opening, evaluation) : openOnnx(opening, evaluation);
}

async function openOnnx({ sandboxes, storage, gpu, folder }: Opening, { manifest, files, binding }: LoadedEvaluation): Promise<Model> {
  const provider = sandboxOf(sandboxes.models);
  const run: Model['run'] = async ({ seed, split, viewsDirectory, progress, signal }) => {
    const modelPath = join(folder, `model-${seed}`);
    const file = files[seed - 1];
    if (file) await storage.area('submissions').download(file.key, modelPath);
    return runModel({
      provider,
      gpu: gpu?.files,
      manifest,
      binding: ContractBinding.parse(binding),
      modelPath,
      split,
      viewsDirectory,
      onProgress: progress,
      signal,
    });
  };
  return { run };
}

async function openContainer({ sandboxes, storage, gpu, folder }: Opening, { manifest, files }: LoadedEvaluation): Promise<Model> {
  const provider = sandboxOf(sandboxes.images);
  const image = await fetchImage(storage, files[0], folder);
  let runs = 0;
  const run: Model['run'] = async ({ split, viewsDirectory, progress, signal }) => {
    const inputFolder = join(folder, `input-${runs++}`);
    await mkdir(inputFolder, { mode: 0o755 });
    try {
      return await runImage({
        ...{ provider, gpu: gpu?.files, manifest, image, split },
        ...{ viewsDirectory, inputFolder, onProgress: progress, signal },
      });
    } finally {
      await rm(inputFolder, { recursive: true, force: true });
    }
  };
  return { run, image };
}

export async function fetchImage(
  storage: Storage,
  file: LoadedEvaluation['files'][number] | undefined,
  folder: string,
): Promise<UnpackedImage> {
  if (!file) throw new PlatformFault('data-missing', { message: 'The submission has no file.', fix: 'Submit it again.' });
  const archive = join(folder, 'image.tar');
  const { sha256, bytes } = await storage.area('submissions').download(file.key, archive);
  if (sha256 !== file.sha256)
    throw new PlatformFault('storage-unavailable', {
      message: `${file.key} is not what was uploaded.`,
      fix: 'Nothing is wrong with your file.',
    });
  const image = await unpackImage(archive, join(folder, 'image'), imageLimitsFor(Math.max(bytes, smallest)));
  // Its layers take the space twice otherwise.
  await rm(archive);
  return image;
}

/** A small archive may well unpack to more than eight times its size: zeros, tables. */
const smallest = 32 * 1024 ** 2;

export function sandboxOf(provider: SandboxProvider | null): SandboxProvider {
  if (provider) return provider;
  const message = 'This runner has no sandbox for what was submitted.';
  throw new PlatformFault('sandbox-unavailable', { message, fix: 'Run `npx unblind runner doctor` on the runner.' });
}
