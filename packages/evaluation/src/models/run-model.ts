import { PlatformFault, type Manifest, type ContractBinding, type OutputContract } from '@unblind/contracts';
import type { ModelResult, ModelRun } from './model-run';
import { runOnnxOnSets } from './run-onnx-on-sets';
import { runOnnxRows } from './run-onnx-rows';

/** Runs a model on a split in the sandbox, with the views that it takes as inputs. */
export async function runModel(run: ModelRun): Promise<ModelResult> {
  const contract = contractOf(run.manifest, run.binding);
  return contract.per === 'set' ? runOnnxOnSets(run, contract) : runOnnxRows(run, contract);
}

/** The output contract under which a model was accepted. */
export function contractOf(manifest: Manifest, { output }: ContractBinding): OutputContract {
  const contract = manifest.submission.outputs.find(({ name, select }) => name === output?.contract && (select ?? null) === output.select);
  if (contract) return contract;
  throw new PlatformFault('internal', { message: 'The model was accepted without an output.', fix: 'Nothing is wrong with your file.' });
}
