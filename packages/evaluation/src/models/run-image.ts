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
import { entriesOf, piecesAt, piecesOf, spread } from './pieces';
import type { RowOrder } from './row-order';

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
  /** Of the rows, or sets, that the container is asked for. */
  order: RowOrder;
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
 * event's hits), or for a fixed number of values for each set. Each run starts it anew, so that nothing is left of another run. The
 * first request is repeated at the end to check that the same input gives the same answer. @throws ParticipantFault, PlatformFault
 */
export async function runImage(run: ImageRun): Promise<ModelResult> {
  const { provider, manifest, image, split, viewsDirectory, order, inputFolder, gpu, timeLeft, onProgress, onLog, signal } = run;
  const contract = imageContract(manifest);
  const inputs = await openImageInputs({ views: manifest.data.views, split, viewsDirectory, order });
  try {
    const classes = outputClasses(manifest, contract);
    const columns = classes?.length ?? 1;
    const perSet = inputs.sets ? fixedSize(contract) : undefined;
    const all = piecesOf(perSet === undefined ? inputs.lengths : inputs.lengths.map(() => perSet));
    const answers = inputs.requests.map((asked) => piecesAt(all, asked));
    const repeated = answers.length;
    const requests = answers.length + 1;
    const total = entriesOf(all);
    const values = new Float64Array(total * columns);
    let first: Buffer | undefined;
    let deterministic = true;
    let done = 0;
    const result = await runContainer(provider, {
      image,
      inputFolder,
      requests,
      outputBytes: {
        all: (total + entriesOf(answers[0] ?? [])) * columns * widestNumber + requests * headerBytes,
        each: Math.max(...answers.map(entriesOf)) * columns * widestNumber + headerBytes,
      },
      limits: runLimits(manifest.submission.limits, timeLeft),
      gpu,
      onReady: (asked) => inputs.choose(asked),
      prepare: (request, folder) => writeViews(inputs, request === repeated ? 0 : request, folder),
      take(request, bytes) {
        if (request === 0) first = bytes;
        if (request === repeated) return void (deterministic = first?.equals(bytes) ?? false);
        const pieces = answers[request] ?? [];
        spread(readAnswer(bytes, { request, pieces, columns: classes, range: contract?.range }), values, pieces, columns);
        done += entriesOf(pieces);
        onProgress({ done, total, unit: inputs.unit });
      },
      onLog,
      ...(signal ? { signal } : {}),
    });
    const environment = {
      image: image.digest,
      sandbox: provider.name,
      cpus: manifest.submission.limits.cpus,
      requests: inputs.requests.length,
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
