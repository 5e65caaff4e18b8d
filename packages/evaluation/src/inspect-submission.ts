import type { ContractBinding, Inspection, Manifest } from '@unblind/contracts';
import { PlatformFault } from '@unblind/contracts';
import { defaultLimits, faultOf, inspectFor } from '@unblind/onnx-inspect';

/** Reads a model without running it and checks it against the challenge. @throws ParticipantFault for the first problem to fix */
export function inspectSubmission(bytes: Uint8Array, manifest: Manifest): { inspection: Inspection; binding: ContractBinding } {
  const { limits, outputs } = manifest.submission;
  const { inspection, binding } = inspectFor(bytes, {
    views: manifest.data.views,
    outputs,
    limits: { ...defaultLimits, bytes: limits.bytes },
  });
  const fault = faultOf(inspection) ?? (binding && faultOf(binding));
  if (fault) throw fault;
  if (!binding)
    throw new PlatformFault('internal', {
      message: 'The inspection gave neither an issue nor a binding.',
      fix: 'Nothing is wrong with your file.',
    });
  return { inspection, binding };
}
