import type { ContractBinding, Inspection, OutputContract, ViewCatalogue } from '@unblind/contracts';
import { bindToContract } from './bind';
import { inspectOnnx } from './inspect';
import type { InspectLimits } from './limits';

/** The parts of a manifest that the static check needs. */
export interface SubmissionContract {
  views: ViewCatalogue;
  outputs: readonly OutputContract[];
  limits?: Partial<InspectLimits>;
}

/**
 * Inspection and binding in one, as the page, the command line and the server all do it. Once the inputs are bound,
 * the sizes of the views give the FLOPs of models with free axes. The binding is null if the file itself is refused.
 */
export function inspectFor(bytes: Uint8Array, contract: SubmissionContract): { inspection: Inspection; binding: ContractBinding | null } {
  const inspection = inspectOnnx(bytes, contract.limits);
  if (!inspection.ok) return { inspection, binding: null };
  const binding = bindToContract(inspection, contract.views, contract.outputs);
  if (!binding.ok || inspection.flops !== null) return { inspection, binding };
  const shapes = Object.fromEntries(binding.inputs.map(({ input, view }) => [input, contract.views[view]?.shape ?? []]));
  return { inspection: inspectOnnx(bytes, contract.limits, shapes), binding };
}
