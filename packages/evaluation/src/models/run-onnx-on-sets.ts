import { PlatformFault, type OutputContract, type View } from '@unblind/contracts';
import { runOnnxSets, type OnnxSetsInput, type OnnxSetsRun } from '@unblind/sandbox';
import { materializeSetView } from '@unblind/tensors';
import { runLimits } from './cpu-budget';
import type { ModelResult, ModelRun, ModelWithViews, SetEntriesFile } from './model-run';

/** Runs a model that takes one set at a time: the hits of an event, or the events of a pseudo-experiment. */
export async function runOnnxOnSets(run: ModelRun, contract: OutputContract): Promise<ModelResult> {
  const { provider, manifest, gpu, timeLeft, onProgress, signal } = run;
  const { entries, ...model } = await modelOnSets(run, contract);
  const { scores, ...result } = await runOnnxSets(provider, {
    ...model,
    limits: runLimits(manifest.submission.limits, timeLeft),
    gpu,
    onProgress,
    ...(signal ? { signal } : {}),
  });
  const entryShape = contract.shape.filter((size) => typeof size === 'number');
  const perEntry = entryShape.reduce((product, size) => product * size, 1);
  const output = { dtype: 'float32' as const, shape: [scores.length / perEntry, ...entryShape], data: scores, as: contract.as };
  return { ...result, output: { ...output, ...(entries ? { entries: fileOf(entries) } : {}) } };
}

/** The model with its input views; derived views are computed here. */
export async function modelOnSets(
  run: ModelWithViews,
  contract: OutputContract,
): Promise<Pick<OnnxSetsRun, 'modelPath' | 'inputs' | 'output'> & { entries: SetEntriesFile | undefined }> {
  const { manifest, binding, modelPath } = run;
  const inputs: (OnnxSetsInput & { view: string })[] = [];
  for (const { input, view } of binding.inputs) inputs.push(await inputOf(run, input, view));
  const free = contract.shape.find((size) => typeof size === 'string');
  const entries = free === undefined ? undefined : inputs.find(({ view }) => manifest.data.views[view]?.shape.includes(free));
  if (free !== undefined && !entries) throw wrongChallenge(`The output ${contract.name} has a free axis that no input of the model has.`);
  const sets = inputs[0]?.lengths.length ?? 0;
  return {
    modelPath,
    inputs: inputs.map(({ view: _view, ...input }) => input),
    output: {
      name: binding.output?.name ?? contract.name,
      shape: contract.shape.map((size) => (typeof size === 'number' ? size : null)),
      sizes: entries?.lengths ?? Array.from({ length: sets }, () => 1),
      integers: contract.as === 'labels',
      range: contract.range,
    },
    entries,
  };
}

const fileOf = ({ view, path, lengths }: SetEntriesFile): SetEntriesFile => ({ view, path, lengths });

async function inputOf({ manifest, split, viewsDirectory }: ModelWithViews, name: string, viewName: string) {
  const view = manifest.data.views[viewName];
  if (!view) throw wrongChallenge(`The challenge has no view ${viewName}.`);
  const { axis, entryShape } = axesOf(viewName, view);
  const [path, lengths] = [split.views[viewName], split.lengths[viewName]];
  const file =
    path !== undefined && lengths
      ? { path, lengths }
      : await materializeSetView({
          name: viewName,
          views: manifest.data.views,
          stored: split.views,
          lengths: split.lengths,
          directory: viewsDirectory,
        });
  return { name, view: viewName, path: file.path, lengths: file.lengths, dtype: view.dtype, entryShape, axis };
}

/** The position of the free axis, and the sizes of the other axes. */
function axesOf(name: string, { shape }: View): { axis: number; entryShape: number[] } {
  const axis = shape.findIndex((size) => typeof size === 'string');
  const entryShape = shape.filter((size) => typeof size === 'number');
  if (axis < 0 || entryShape.length !== shape.length - 1) throw wrongChallenge(`The view ${name} of sets must have exactly one free axis.`);
  return { axis, entryShape };
}

function wrongChallenge(message: string): PlatformFault {
  return new PlatformFault('internal', { message, fix: 'Nothing is wrong with your file; the organiser has to fix the challenge.' });
}
