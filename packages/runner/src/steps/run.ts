import { gpuFor, nominal, trainingRun, withoutComputed } from '@unblind/contracts';
import type { AssignedInputs, PredictionRun, RunOutcome, StoredRun } from '@unblind/contracts';
import { CpuBudget, kindOf } from '@unblind/evaluation';
import type { ModelResult } from '@unblind/evaluation';
import type { Gpu } from '../hardware/gpu';
import { fetchInputs } from './fetch-inputs';
import { outputOf, withModel, type Model } from './open-model';
import { storeRun } from './store-run';
import type { Equipment, Task } from './task';
import { withFolder } from './with-folder';

interface Planned extends PredictionRun {
  inputs: AssignedInputs;
}

/**
 * Runs each model of a submission in the sandbox over its split, nominal and under each shift, and stores the predictions. Uses a
 * GPU as the phase requires.
 *
 * @throws ParticipantFault, PlatformFault
 */
export function run(equipment: Equipment, task: Task): Promise<RunOutcome> {
  const { assignment } = task;
  const { gpu } = gpuFor(assignment, equipment.gpu);
  return withFolder(equipment, task, async (folder) => {
    const planned = plan(task);
    const budget = new CpuBudget(assignment.manifest.submission.limits);
    const results: ModelResult[] = [];
    const runs: StoredRun[] = [];
    await withModel({ ...equipment, gpu, folder }, task, async (model) => {
      for (const [at, each] of planned.entries()) {
        task.signal.throwIfAborted();
        const progress: Task['progress'] = ({ done, total, unit }) =>
          task.progress({ done: at * total + done, total: planned.length * total, unit });
        const { result, predictions } = await runOne(equipment, { ...task, progress }, each, { model, budget });
        runs.push(await storeRun(task, each, predictions));
        results.push(result);
      }
    });
    return { runs, ...summaryOf(results, gpu) };
  });
}

/** Nominal first: a model that fails then fails before any time is spent on the shifts. */
function plan({ assignment }: Task): Planned[] {
  const { files, manifest, inputs, split } = assignment;
  const output = outputOf(assignment);
  const needsTraining = output && kindOf(manifest.kind).needsTraining?.(output);
  const isTraining = (one: AssignedInputs): boolean => one.split !== split;
  const nominals = inputs.filter((one) => !isTraining(one) && one.variation === null);
  const trainings = needsTraining ? inputs.filter(isTraining) : [];
  const shifted = inputs.filter((one) => !isTraining(one) && one.variation !== null);
  return [...nominals, ...trainings, ...shifted].flatMap((one) => {
    const variation = isTraining(one) ? trainingRun : (one.variation ?? nominal);
    return files.map((_, at) => ({ seed: at + 1, variation, inputs: one }));
  });
}

async function runOne(
  equipment: Equipment,
  task: Task,
  { inputs, ...run }: Planned,
  { model, budget }: { model: Model; budget: CpuBudget },
) {
  const { assignment, progress, signal } = task;
  const { manifest, form } = assignment;
  const local = await fetchInputs(equipment, task, inputs);
  try {
    const result = await budget.spend((timeLeft) => model.run({ ...run, ...local, timeLeft, progress, signal }));
    const context = { manifest, form, rows: local.split.rows, split: local.split };
    return { result, predictions: await kindOf(manifest.kind).interpret(result.output, context) };
  } catch (error) {
    // Shifted copies of the phase's data are shown to nobody, whatever the data themselves are.
    const hidden = inputs.split === assignment.split && (assignment.hiddenInputs || inputs.variation !== null);
    throw hidden ? withoutComputed(error) : error;
  }
}

function summaryOf(results: readonly ModelResult[], gpu: Gpu | null): Omit<RunOutcome, 'runs'> {
  const [first] = results;
  return {
    rows: sum(results.map(({ output }) => output.shape[0] ?? 0)),
    usage: {
      wallSeconds: sum(results.map(({ usage }) => usage.wallSeconds)),
      cpuSeconds: sum(results.map(({ usage }) => usage.cpuSeconds)),
      peakMemoryBytes: Math.max(0, ...results.map(({ usage }) => usage.peakMemoryBytes ?? 0)) || null,
    },
    environment: { ...first?.environment, gpu: gpu && { name: gpu.name, driver: gpu.driver, memoryBytes: gpu.memoryBytes } },
    loadSeconds: first?.loadSeconds ?? null,
    deterministic: results.every(({ deterministic }) => deterministic),
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
