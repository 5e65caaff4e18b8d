import { PlatformFault, type Manifest, type ContractBinding, type OutputContract } from '@unblind/contracts';
import type { ModelResult, ModelRun } from './model-run';
import { runOnnxRows } from './run-onnx-rows';

/** Runs a model over a split in the sandbox, with the views that it asks for. */
export async function runModel(run: ModelRun): Promise<ModelResult> {
  return runOnnxRows(run, contractOf(run.manifest, run.binding));
}

/** The output contract that a model was accepted for. */
export function contractOf(manifest: Manifest, { output }: ContractBinding): OutputContract {
  const contract = manifest.submission.outputs.find(({ name, select }) => name === output?.contract && (select ?? null) === output.select);
  if (contract) return contract;
  throw new PlatformFault('internal', { message: 'The model was accepted without an output.', fix: 'Nothing is wrong with your file.' });
}
