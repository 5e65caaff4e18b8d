import type { ContractBinding, JobProgress, Manifest } from '@unblind/contracts';
import { PlatformFault } from '@unblind/contracts';
import { limitsFor, runOnnx } from '@unblind/sandbox';
import type { OnnxInput, OnnxResult, SandboxProvider } from '@unblind/sandbox';
import { materializeView } from '@unblind/tensors';
import type { LocalSplit } from './local-split';
import { rowShapeOf } from './local-split';

export interface OnnxSubmissionRun {
  provider: SandboxProvider;
  manifest: Manifest;
  binding: ContractBinding;
  modelPath: string;
  split: LocalSplit;
  /** Where derived views are kept; one folder for each split. */
  viewsDirectory: string;
  onProgress(progress: JobProgress): void;
  signal?: AbortSignal;
}

/** Rows per call where the model leaves that free: bounds the activations' memory and gives progress often. */
const BATCH = 256;

/** Makes the views that the model asks for, and runs it over the split in the sandbox. */
export async function runOnnxSubmission(run: OnnxSubmissionRun): Promise<OnnxResult> {
  const { provider, manifest, binding, modelPath, split, viewsDirectory, onProgress, signal } = run;
  const { output, fixedBatch } = binding;
  if (!output)
    throw new PlatformFault('internal', { message: 'The model was accepted without an output.', fix: 'Nothing is wrong with your file.' });
  const contract = manifest.submission.outputs.find(({ name, select }) => name === output.contract && (select ?? null) === output.select);
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
  const { memory, wall, cpus } = manifest.submission.limits;
  return runOnnx(provider, {
    modelPath,
    inputs,
    rows: split.rows,
    output: { name: output.name, select: output.select, range: contract?.range },
    fixedBatch,
    batch: BATCH,
    limits: limitsFor({ memoryBytes: memory, wallSeconds: wall, cpus }),
    onProgress,
    ...(signal ? { signal } : {}),
  });
}
