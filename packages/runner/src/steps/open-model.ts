import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PlatformFault } from '@unblind/contracts';
import type { Assignment, ContractBinding, OutputContract, SubmittedModelFile } from '@unblind/contracts';
import { contractOf, imageContract, orderFrom, runImage, runModel } from '@unblind/evaluation';
import type { ModelResult, TimeLeft } from '@unblind/evaluation';
import { imageLimitsFor } from '@unblind/sandbox';
import type { SandboxProvider, UnpackedImage } from '@unblind/sandbox';
import type { Gpu } from '../hardware/gpu';
import type { LocalInputs } from './fetch-inputs';
import type { Equipment, Task } from './task';

/** One run of a model over inputs that are on this machine. */
interface ModelInput extends LocalInputs, Pick<Task, 'progress' | 'signal'> {
  /** The number of the training among several, from 1. */
  seed: number;
  /** Which shift of the split it is; each has an order of its own in which a container is asked. */
  variation: string;
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

interface Opening extends Pick<Equipment, 'sandboxes' | 'images'> {
  /** Null: the model runs on the CPU. */
  gpu: Gpu | null;
  /** A folder of this step alone, removed when the step ends. */
  folder: string;
}

/** How the inputs and the output of an ONNX model are bound to the challenge. @throws PlatformFault before its inspection */
export function bindingOf({ binding }: Pick<Assignment, 'binding'>): ContractBinding {
  if (binding) return binding;
  throw new PlatformFault('internal', { message: 'The model was not inspected.', fix: 'Nothing is wrong with your file.' });
}

/** The challenge's contract for the output of a model or container. */
export function outputOf(assignment: Assignment): OutputContract | undefined {
  const { kind, manifest } = assignment;
  return kind === 'container' ? imageContract(manifest) : contractOf(manifest, bindingOf(assignment));
}

/** Prepares the submission to be run and passes it to `use`. @throws ParticipantFault, PlatformFault */
export async function withModel<T>(opening: Opening, task: Task, use: (model: Model) => Promise<T>): Promise<T> {
  if (task.assignment.kind !== 'container') return use(openOnnx(opening, task));
  const provider = sandboxOf(opening.sandboxes.images);
  return withImage(opening, task, (image) => use(containerOf(opening, provider, task.assignment, image)));
}

function openOnnx({ sandboxes, gpu, folder }: Opening, { assignment, fetch }: Task): Model {
  const provider = sandboxOf(sandboxes.models);
  const { manifest, files } = assignment;
  const run: Model['run'] = async ({ seed, split, viewsDirectory, batch, timeLeft, progress, signal }) => {
    const modelPath = join(folder, `model-${seed}`);
    // Fetched for each run: a model that ran may have changed the file if the sandbox failed.
    await rm(modelPath, { force: true });
    await fetch(fileOf(files, seed), modelPath);
    return runModel({
      provider,
      gpu: gpu?.files,
      manifest,
      binding: bindingOf(assignment),
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

function containerOf({ gpu, folder }: Opening, provider: SandboxProvider, assignment: Assignment, image: UnpackedImage): Model {
  const run: Model['run'] = async ({ split, variation, viewsDirectory, timeLeft, onLog, progress, signal }) => {
    // The container sees the name of this folder, so it is that of every run.
    const inputFolder = join(folder, 'input');
    await mkdir(inputFolder, { mode: 0o755 });
    try {
      return await runImage({
        provider,
        gpu: gpu?.files,
        manifest: assignment.manifest,
        image,
        split,
        viewsDirectory,
        // Nobody knew the submission's id when the image was made, and the container is not told.
        order: orderFrom(`${assignment.submissionId}/${assignment.split}/${variation}`),
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
  { images, folder }: Pick<Opening, 'images' | 'folder'>,
  task: Task,
  use: (image: UnpackedImage) => Promise<T>,
): Promise<T> {
  const file = fileOf(task.assignment.files);
  const place = join(folder, 'image');
  const unpack = async (): Promise<UnpackedImage> => {
    const archive = join(folder, 'image.tar');
    await task.fetch(file, archive);
    const image = await images.unpack(archive, place, imageLimitsFor(Math.max(file.bytes, smallest)));
    // Otherwise the layers would take their space twice.
    await rm(archive);
    return image;
  };
  const image = (await images.take(file.sha256, place)) ?? (await unpack());
  try {
    return await use(image);
  } finally {
    await images.keep(file.sha256, place);
  }
}

/** A small archive may unpack to more than eight times its size, for example a file of zeros or a table. */
const smallest = 32 * 1024 ** 2;

/** The submitted file of a training, counted from 1. @throws PlatformFault `data-missing` */
export function fileOf(files: readonly SubmittedModelFile[], seed = 1): SubmittedModelFile {
  const file = files[seed - 1];
  if (file) return file;
  throw new PlatformFault('data-missing', { message: 'The submission has no file.', fix: 'Submit it again.' });
}

export function sandboxOf(provider: SandboxProvider | null): SandboxProvider {
  if (provider) return provider;
  const message = 'This runner has no sandbox for this kind of submission.';
  throw new PlatformFault('sandbox-unavailable', { message, fix: 'Run `unblind runner doctor` on the runner.' });
}
