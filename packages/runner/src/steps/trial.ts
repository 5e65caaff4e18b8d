import { PlatformFault, gpuFor, nominal, trialBudget } from '@unblind/contracts';
import { CpuBudget, kindOf } from '@unblind/evaluation';
import type { LocalSplit, ModelResult } from '@unblind/evaluation';
import { fetchInputs, inputsOf, type LocalInputs } from './fetch-inputs';
import { withModel, type Model } from './open-model';
import type { Equipment, Task } from './task';
import { withFolder } from './with-folder';

const sampleSplit = 'sample';

interface TrialRun extends Partial<LocalInputs> {
  /** The number of the training among several, from 1. */
  seed: number;
  batch?: number;
  onLog?: (chunk: Buffer) => void;
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
  /** Runs the submission, on the sample unless other inputs are given. All runs share the budget of the trial. */
  run: (input: TrialRun) => Promise<ModelResult>;
}

/**
 * Lets a submission run on the public sample. Its participant sees everything that goes wrong here, with row numbers, and it costs no
 * quota: nothing here is hidden.
 */
export function tryOnSample<T>(equipment: Equipment, task: Task, use: (trial: Trial) => Promise<T>): Promise<T> {
  const { assignment, signal, progress } = task;
  const { manifest, form } = assignment;
  const budget = new CpuBudget(trialBudget(manifest.submission.limits), 'the runs on the public sample together');
  const { gpu } = gpuFor(assignment, equipment.gpu);
  return withFolder(equipment, task, async (folder) => {
    const sample = await fetchInputs(equipment, task, inputsOf(task, sampleSplit, null));
    return withModel({ ...equipment, gpu, folder }, task, (model) =>
      use({
        model,
        sample: sample.split,
        viewsDirectory: sample.viewsDirectory,
        folder,
        on: gpu ? 'cuda' : 'cpu',
        run: async (input) => {
          const result = await budget.spend((timeLeft) =>
            model.run({ ...sample, ...input, variation: nominal, timeLeft, progress, signal }),
          );
          // What is asked in another order cannot be read as the sample's predictions.
          if (input.split === undefined)
            await kindOf(manifest.kind).interpret(result.output, { manifest, form, rows: sample.split.rows, split: sample.split });
          return result;
        },
      }),
    );
  });
}

export function hasSample({ assignment }: Task): boolean {
  return assignment.inputs.some(({ split }) => split === sampleSplit);
}

export function noSample({ assignment }: Task): PlatformFault {
  return new PlatformFault('data-missing', {
    message: `${assignment.challenge.slug} takes containers and has no split 'sample' to try them on.`,
    fix: 'Give the data set a public sample.',
  });
}
