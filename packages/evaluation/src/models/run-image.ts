import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { outputClasses, type JobProgress, type Manifest, type OutputContract } from '@unblind/contracts';
import { runContainer } from '@unblind/sandbox';
import type { SandboxGpu, SandboxProvider, UnpackedImage } from '@unblind/sandbox';
import { encodeNpy } from '@unblind/tensors';
import type { LocalSplit } from '../local-split';
import { runLimits, type TimeLeft } from './cpu-budget';
import { readAnswer } from './image-answers';
import { openImageInputs, type ImageInputs } from './image-inputs';
import type { ModelResult } from './model-run';

/** One container on one split. */
export interface ImageRun {
  provider: SandboxProvider;
  /** The GPU that the container sees. */
  gpu?: SandboxGpu | undefined;
  manifest: Manifest;
  image: UnpackedImage;
  /** Includes its views. */
  split: LocalSplit;
  /** Folder for derived views; each split and each shift has its own. */
  viewsDirectory: string;
  /** An empty folder for the requests. */
  inputFolder: string;
  /** Default: the whole budget of a submission. */
  timeLeft?: TimeLeft | undefined;
  onProgress: (progress: JobProgress) => void;
  /** Receives what the container prints on stderr, even if the run fails. */
  onLog?: ((chunk: Buffer) => void) | undefined;
  signal?: AbortSignal;
}

/** Upper limit for the size of an npy header; numpy writes 128 bytes. */
export const headerBytes = 4096;
export const widestNumber = 8;

/** The contract for a container's numbers: the challenge's first contract for probabilities, else for one number per row or entry. */
export function imageContract(manifest: Manifest): OutputContract | undefined {
  const { outputs } = manifest.submission;
  const ofClasses = outputs.find((contract) => outputClasses(manifest, contract));
  if (ofClasses) return ofClasses;
  const single = outputs.filter(({ shape, select }) => shape.length === 1 && select === undefined);
  // A challenge may accept intermediate results from ONNX models (scores of edges); a container always gives the final labels.
  return single.find(({ as }) => as === 'labels') ?? single[0] ?? outputs[0];
}

/** How many numbers the answer for a set has, if that does not depend on its entries (three for an interval); else undefined. */
export function fixedSize(contract: OutputContract | undefined): number | undefined {
  const sizes = contract?.shape.filter((size) => typeof size === 'number') ?? [];
  return sizes.length > 0 && sizes.length === contract?.shape.length ? sizes.reduce((product, size) => product * size, 1) : undefined;
}

/**
 * Asks a container for one number (or one probability per class) for each row, for one number for each entry of each set (a tracking
 * event's hits), or for a fixed number of values for each set. The first request is repeated at the end to check that the same input
 * gives the same answer. @throws ParticipantFault, PlatformFault
 */
export async function runImage(run: ImageRun): Promise<ModelResult> {
  const { provider, manifest, image, split, viewsDirectory, inputFolder, gpu, timeLeft, onProgress, onLog, signal } = run;
  const contract = imageContract(manifest);
  const inputs = await openImageInputs({ views: manifest.data.views, split, viewsDirectory });
  try {
    const classes = outputClasses(manifest, contract);
    const columns = classes?.length ?? 1;
    const perSet = inputs.sets ? fixedSize(contract) : undefined;
    const sizes = perSet === undefined ? inputs.sizes : inputs.sizes.map(() => perSet);
    const requests = sizes.length + 1;
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const values = new Float64Array(total * columns);
    const starts = startsOf(sizes);
    const repeated = sizes.length;
    let first: Buffer | undefined;
    let deterministic = true;
    let done = 0;
    const result = await runContainer(provider, {
      image,
      inputFolder,
      requests,
      outputBytes: {
        all: (total + (sizes[0] ?? 0)) * columns * widestNumber + requests * headerBytes,
        each: Math.max(...sizes) * columns * widestNumber + headerBytes,
      },
      limits: runLimits(manifest.submission.limits, timeLeft),
      gpu,
      onReady: (asked) => inputs.choose(asked),
      prepare: (request, folder) => writeViews(inputs, request === repeated ? 0 : request, folder),
      take(request, bytes) {
        if (request === 0) first = bytes;
        if (request === repeated) return void (deterministic = first?.equals(bytes) ?? false);
        const size = sizes[request] ?? 0;
        const start = starts[request] ?? 0;
        values.set(readAnswer(bytes, { request, size, columns: classes, range: contract?.range, start }), start * columns);
        done += size;
        onProgress({ done, total, unit: inputs.unit });
      },
      onLog,
      ...(signal ? { signal } : {}),
    });
    const environment = {
      image: image.digest,
      sandbox: provider.name,
      cpus: manifest.submission.limits.cpus,
      requests: inputs.sizes.length,
    };
    return {
      output: { dtype: 'float64', shape: classes ? [total, columns] : [total], data: values, as: contract?.as, classes },
      deterministic,
      loadSeconds: result.loadSeconds,
      usage: result.usage,
      environment,
    };
  } finally {
    await inputs.close();
  }
}

export async function writeViews(inputs: ImageInputs, request: number, folder: string): Promise<void> {
  for await (const { name, dtype, shape, data } of inputs.of(request))
    await writeFile(join(folder, `${name}.npy`), encodeNpy(dtype, shape, data), { mode: 0o644 });
}

export function startsOf(sizes: readonly number[]): number[] {
  let at = 0;
  return sizes.map((size) => (at += size) - size);
}
