import { ParticipantFault, PlatformFault } from '@unblind/contracts';
import { outputWidth, type Manifest, type ContractBinding, type OutputContract } from '@unblind/contracts';
import type { ModelResult, ModelRun } from './model-run';
import { runOnnxOnSets } from './run-onnx-on-sets';
import { runOnnxRows } from './run-onnx-rows';

/**
 * Runs a model on a split in the sandbox, with the views that it takes as inputs. Where the file does not tell the width of its output,
 * the first answer does: the result has the binding under which the model ran. @throws ParticipantFault, PlatformFault
 */
export function runModel(run: ModelRun): Promise<ModelResult> {
  return withEachWidth(run, async (binding) => ({ ...(await runBound({ ...run, binding })), binding }));
}

/** The result of `use` under the first binding whose width is that of the output. */
export async function withEachWidth<T>(
  { binding, manifest }: Pick<ModelRun, 'binding' | 'manifest'>,
  use: (binding: ContractBinding) => Promise<T>,
): Promise<T> {
  const bindings = possibleBindings(binding);
  for (const [at, possible] of bindings.entries()) {
    try {
      return await use(possible);
    } catch (error) {
      if (bindings.length === 1 || !hasOtherWidth(error)) throw error;
      if (at === bindings.length - 1) throw fitsNone(error, manifest, bindings);
    }
  }
  throw new PlatformFault('internal', { message: 'The model was accepted without an output.', fix: 'Nothing is wrong with your file.' });
}

function runBound(run: ModelRun): Promise<ModelResult> {
  const contract = contractOf(run.manifest, run.binding);
  return contract.per === 'set' ? runOnnxOnSets(run, contract) : runOnnxRows(run, contract);
}

/** One binding for each width that the output may have. */
function possibleBindings({ output, ...binding }: ContractBinding): ContractBinding[] {
  if (!output) return [{ ...binding, output }];
  const { otherwise = [], ...first } = output;
  return [first, ...otherwise.map((bound) => ({ name: output.name, ...bound }))].map((chosen) => ({ ...binding, output: chosen }));
}

const hasOtherWidth = (error: unknown): error is ParticipantFault =>
  error instanceof ParticipantFault && error.detail.code === 'model-output-shape';

function fitsNone({ detail }: ParticipantFault, manifest: Manifest, bindings: readonly ContractBinding[]): ParticipantFault {
  const contracts = bindings.map((binding) => contractOf(manifest, binding));
  const expected = contracts.map(({ name, shape }) => `${name} [${shape.join(', ')}]`).join(' or ');
  const { code: _code, whose: _whose, ...parts } = detail;
  return new ParticipantFault('model-output-shape', { ...parts, expected });
}

/** The output contract under which a model was accepted. */
export function contractOf(manifest: Manifest, { output }: ContractBinding): OutputContract {
  const contract = manifest.submission.outputs.find(
    (candidate) =>
      candidate.name === output?.contract &&
      (candidate.select ?? null) === output.select &&
      (output.width === undefined || output.width === outputWidth(candidate)),
  );
  if (contract) return contract;
  throw new PlatformFault('internal', { message: 'The model was accepted without an output.', fix: 'Nothing is wrong with your file.' });
}
