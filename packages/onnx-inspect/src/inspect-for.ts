import type { ContractBinding, Inspection, OutputContract, ViewCatalogue } from '@unblind/contracts';
import { bindToContract } from './bind';
import { inspectOnnx } from './inspect';
import { quote } from './issues';
import type { InspectLimits } from './limits';

/** The parts of a manifest that the static check needs. */
export interface SubmissionContract {
  views: ViewCatalogue;
  outputs: readonly OutputContract[];
  limits?: Partial<InspectLimits>;
}

/**
 * Inspection and binding in one, as the page, the command line and the server all do it. Once the inputs are bound,
 * the sizes of the views give the FLOPs and the widths of models with free axes. The binding is null if the file itself is refused.
 */
export function inspectFor(bytes: Uint8Array, contract: SubmissionContract): { inspection: Inspection; binding: ContractBinding | null } {
  const inspection = inspectOnnx(bytes, contract.limits);
  if (!inspection.ok) return { inspection, binding: null };
  const bind = (inspected: Inspection) => bindToContract(inspected, contract.views, contract.outputs);
  const binding = bind(inspection);
  const isOpen = inspection.flops === null || !binding.output || binding.output.otherwise !== undefined;
  if (!isOpen || binding.inputs.length === 0) return withWarnings(inspection, binding);
  const shapes = Object.fromEntries(binding.inputs.map(({ input, view }) => [input, contract.views[view]?.shape ?? []]));
  const again = inspectOnnx(bytes, contract.limits, shapes);
  return again.ok ? withWarnings(again, bind(again)) : { inspection: again, binding: null };
}

function withWarnings(inspection: Inspection, binding: ContractBinding): { inspection: Inspection; binding: ContractBinding } {
  const { output } = binding;
  if (!output?.otherwise) return { inspection, binding };
  const choices = [output, ...output.otherwise].map(
    ({ width, contract, select }) => `${width ?? '?'} as ${contract}${select === null ? '' : ` (column ${select})`}`,
  );
  const warning = `The file does not tell how many columns the output ${quote(output.name)} has: a run decides, ${choices.join(', ')}.`;
  return { inspection: { ...inspection, warnings: [...inspection.warnings, warning] }, binding };
}
