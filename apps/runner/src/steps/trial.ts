import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoadedEvaluation } from '@unblind/assignments';
import { PlatformFault, gpuFor, nominal, trialBudget } from '@unblind/contracts';
import { CpuBudget, kindOf } from '@unblind/evaluation';
import type { LocalSplit, ModelResult } from '@unblind/evaluation';
import type { ImageCache } from '@unblind/sandbox';
import type { Storage } from '@unblind/storage';
import { fetchSplit } from '../data/split-cache';
import type { Gpu } from '../hardware/gpu';
import type { Held, HoldOptions } from './hold';
import { withModel } from './open-model';
import type { Model, Sandboxes } from './open-model';

export interface TrialOptions extends HoldOptions {
  storage: Storage;
  work: string;
  cache: string;
  images: ImageCache;
  sandboxes: Sandboxes;
  gpu: Gpu | null;
}

/** A submission that is ready to run on the public sample. */
export interface Trial {
  model: Model;
  sample: LocalSplit;
  /** Where views that are derived from the sample are kept. */
  viewsDirectory: string;
  /** A folder of this trial alone. */
  folder: string;
  on: 'cpu' | 'cuda';
  /** Runs the submission; the challenge's kind then reads what came out of the sample. All runs share the budget of the trial. */
  run: (
    input: Omit<Parameters<Model['run']>[0], 'variation' | 'viewsDirectory' | 'timeLeft' | 'progress' | 'signal'> & { views?: string },
  ) => Promise<ModelResult>;
}

/**
 * Lets a submission run on the public sample. Its participant sees everything that goes wrong here, with row numbers, and it costs no
 * quota: nothing here is hidden.
 */
export async function tryOnSample<T>(
  options: TrialOptions,
  { claim, signal, progress }: Held,
  evaluation: LoadedEvaluation,
  use: (trial: Trial) => Promise<T>,
): Promise<T> {
  const { storage, cache, work } = options;
  const { dataSetId, index, manifest, id } = evaluation;
  const folder = join(work, `${id}-${claim.fence}-sample`);
  const viewsDirectory = join(cache, 'derived', dataSetId, 'sample');
  const budget = new CpuBudget(trialBudget(manifest.submission.limits), 'the runs on the public sample together');
  const { gpu } = gpuFor(evaluation, options.gpu);
  try {
    await mkdir(folder, { recursive: true });
    const sample = await fetchSplit({ storage, directory: cache, dataSetId, index, split: 'sample', what: 'views' });
    return await withModel({ ...options, gpu, folder }, evaluation, (model) =>
      use({
        model,
        sample,
        viewsDirectory,
        folder,
        on: gpu ? 'cuda' : 'cpu',
        run: async ({ views = viewsDirectory, ...input }) => {
          const result = await budget.spend((timeLeft) =>
            model.run({ ...input, variation: nominal, viewsDirectory: views, timeLeft, progress, signal }),
          );
          if (input.split === sample)
            await kindOf(manifest.kind).interpret(result.output, { ...evaluation, rows: sample.rows, split: sample });
          return result;
        },
      }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export function hasSample({ index }: LoadedEvaluation): boolean {
  return index.splits.sample !== undefined;
}

export function noSample({ slug }: LoadedEvaluation): PlatformFault {
  return new PlatformFault('data-missing', {
    message: `${slug} takes containers and has no split 'sample' to try them on.`,
    fix: 'Give the data set a public sample.',
  });
}
