import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PlatformFault } from '@unblind/contracts';
import { move } from '@unblind/database';
import { kindOf } from '@unblind/evaluation';
import type { Queues } from '@unblind/queue';
import type { ImageCache } from '@unblind/sandbox';
import type { Storage } from '@unblind/storage';
import { fetchSplit } from '../data/split-cache';
import type { Gpu } from '../hardware/gpu';
import { gpuFor } from './gpu-for';
import type { Held, HoldOptions } from './hold';
import type { LoadedEvaluation } from './load-evaluation';
import { withModel } from './open-model';
import type { Model, Sandboxes } from './open-model';
import { SampleLog } from './sample-log';
import { runStep } from './steps';

interface Options extends HoldOptions {
  queues: Queues;
  storage: Storage;
  work: string;
  cache: string;
  images: ImageCache;
  sandboxes: Sandboxes;
  gpu: Gpu | null;
}

/**
 * Checks the image, then runs it on the public sample. A failure here has seen no hidden data: it costs no quota, and its
 * participant sees everything that the container printed.
 */
export async function acceptContainer(options: Options, { claim, signal, progress }: Held, evaluation: LoadedEvaluation): Promise<void> {
  const folder = join(options.work, `${evaluation.id}-${claim.fence}-sample`);
  const log = new SampleLog();
  try {
    await mkdir(folder, { recursive: true });
    const { gpu } = gpuFor(evaluation, options.gpu);
    const message = await withModel({ ...options, gpu, folder }, evaluation, async (model) => {
      const split = await sampleOf(options, evaluation);
      const viewsDirectory = join(options.cache, 'derived', evaluation.dataSetId, 'sample');
      const { output, usage } = await model.run({ seed: 1, split, viewsDirectory, onLog: log.take, progress, signal });
      await kindOf(evaluation.manifest.kind).interpret(output, { ...evaluation, rows: split.rows, split });
      return `The image is valid${sizeOf(model)} and ran on the public sample in ${usage.wallSeconds.toFixed(1)} s. Waiting for a runner.`;
    });
    const moved = await move(options.database, {
      ...claim,
      from: ['inspecting'],
      to: 'queued',
      message,
      detail: { log: log.text },
    });
    if (moved) await runStep.enqueue(options.queues, evaluation.id);
  } catch (error) {
    throw log.addTo(error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function sizeOf({ image }: Model): string {
  if (!image) return '';
  return ` (${image.layers} ${image.layers === 1 ? 'layer' : 'layers'}, ${(image.unpackedBytes / 1024 ** 2).toFixed(0)} MiB unpacked)`;
}

/** Fetches the inputs of the public sample, and not its truth. */
function sampleOf({ storage, cache }: Options, { dataSetId, index, slug }: LoadedEvaluation) {
  if (index.splits.sample) return fetchSplit({ storage, directory: cache, dataSetId, index, split: 'sample', what: 'views' });
  throw new PlatformFault('data-missing', {
    message: `${slug} takes containers and has no split 'sample' to try them on.`,
    fix: 'Give the data set a public sample.',
  });
}
