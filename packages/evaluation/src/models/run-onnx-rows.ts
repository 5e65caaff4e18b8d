import type { OutputContract } from '@unblind/contracts';
import { outputClasses, outputWidth, PlatformFault } from '@unblind/contracts';
import { runOnnx } from '@unblind/sandbox';
import type { OnnxInput, OnnxRun } from '@unblind/sandbox';
import { materializeView, NpyFile } from '@unblind/tensors';
import { rowShapeOf } from '../local-split';
import { runLimits } from './cpu-budget';
import type { ModelResult, ModelRun, ModelWithViews } from './model-run';

/** Rows per call if the model leaves that free: small enough to bound the memory of activations and to report progress often. */
const BATCH = 256;

/** Runs a model that takes batches of rows and gives one score, or one probability per class, for each row. */
export async function runOnnxRows(run: ModelRun, contract: OutputContract): Promise<ModelResult> {
  const { provider, manifest, gpu, batch = BATCH, timeLeft, onProgress, signal } = run;
  const classes = outputClasses(manifest, contract);
  const { scores, ...result } = await runOnnx(provider, {
    ...(await modelOnRows(run, contract)),
    batch,
    limits: runLimits(manifest.submission.limits, timeLeft),
    gpu,
    onProgress,
    ...(signal ? { signal } : {}),
  });
  return {
    ...result,
    output: {
      dtype: 'float32',
      shape: classes ? [scores.length / classes.length, classes.length] : [scores.length],
      data: scores,
      as: contract.as,
      classes,
    },
  };
}

/** The model with its input views; derived views are computed here. */
export async function modelOnRows(
  { manifest, binding, modelPath, split, viewsDirectory }: ModelWithViews,
  contract: OutputContract,
): Promise<Pick<OnnxRun, 'modelPath' | 'inputs' | 'rows' | 'output' | 'fixedBatch'>> {
  const inputs: OnnxInput[] = [];
  for (const { input, view: name } of binding.inputs) {
    const view = manifest.data.views[name];
    if (!view)
      throw new PlatformFault('internal', { message: `The challenge has no view ${name}.`, fix: 'Nothing is wrong with your file.' });
    const path =
      split.views[name] ??
      (await materializeView({ name, views: manifest.data.views, stored: split.views, rows: split.rows, directory: viewsDirectory }));
    inputs.push({ name: input, path, dtype: view.dtype, rowShape: rowShapeOf(name, view) });
  }
  const output = {
    name: binding.output?.name ?? contract.name,
    select: contract.select ?? null,
    width: outputWidth(contract),
    columns: outputClasses(manifest, contract),
    range: contract.range,
  };
  return { modelPath, inputs, rows: await rowsOf(inputs), output, fixedBatch: binding.fixedBatch };
}

/** A derived view may have more rows than the split, for example the events of its pseudo-experiments. */
async function rowsOf([first]: readonly OnnxInput[]): Promise<number> {
  if (!first) throw new PlatformFault('internal', { message: 'The model takes no input.', fix: 'Nothing is wrong with your file.' });
  const file = await NpyFile.open(first.path);
  await file.close();
  return file.rows;
}
