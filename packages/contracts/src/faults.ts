import { z } from 'zod';

/**
 * What can go wrong with a submission, in two closed unions.
 * A participant's fault ends in `rejected` and says how to fix it.
 * A platform's fault is retried, then ends in `failed`, and returns the quota.
 */
export const participantFaultCodes = [
  'file-empty',
  'file-truncated',
  'file-not-onnx',
  'file-too-large',
  'file-too-expensive',
  'file-corrupted',
  'onnx-invalid',
  'onnx-external-data',
  'onnx-custom-op',
  'onnx-opset-unsupported',
  'onnx-too-complex',
  'image-invalid',
  'image-entry-refused',
  'image-digest-mismatch',
  'image-platform',
  'image-too-large',
  'container-protocol',
  'contract-input-unknown',
  'contract-input-dtype',
  'contract-input-shape',
  'contract-output-mismatch',
  'model-load-failed',
  'model-run-failed',
  'model-output-shape',
  'model-output-type',
  'model-output-not-finite',
  'model-output-out-of-range',
  'model-not-deterministic',
  'model-depends-on-batch',
  'limit-wall-time',
  'limit-cpu-time',
  'limit-memory',
  'limit-processes',
  'limit-output',
  'predictions-unreadable',
  'predictions-length',
  'predictions-not-finite',
  'predictions-out-of-range',
  'predictions-ids',
  'answer-invalid',
] as const;
export const ParticipantFaultCode = z.enum(participantFaultCodes);
export type ParticipantFaultCode = z.infer<typeof ParticipantFaultCode>;

export const platformFaultCodes = [
  'sandbox-unavailable',
  'sandbox-broken',
  'machine-too-slow',
  'runner-lost',
  'storage-unavailable',
  'database-unavailable',
  'data-missing',
  'data-secret',
  'definition-differs',
  'scorer-failed',
  'internal',
] as const;
export const PlatformFaultCode = z.enum(platformFaultCodes);
export type PlatformFaultCode = z.infer<typeof PlatformFaultCode>;

/** What a person reads: what was expected, what came, how to fix it. */
export const FaultDetail = z.object({
  code: z.union([ParticipantFaultCode, PlatformFaultCode]),
  whose: z.enum(['participant', 'platform']),
  message: z.string(),
  expected: z.string().optional(),
  got: z.string().optional(),
  fix: z.string(),
  /** The tensor, row or file that the fault is about. */
  subject: z.string().optional(),
  /** For limits: the limit and the measured peak, with units. */
  limit: z.object({ name: z.string(), limit: z.number(), peak: z.number().nullable(), unit: z.string() }).optional(),
  /** The end of what a container printed on the public sample. */
  log: z.string().optional(),
  /** For platform faults: what to quote when asking for help. */
  reference: z.string().optional(),
});
export type FaultDetail = z.infer<typeof FaultDetail>;

type Parts = Omit<FaultDetail, 'code' | 'whose'>;

export class ParticipantFault extends Error {
  readonly detail: FaultDetail;
  constructor(code: ParticipantFaultCode, parts: Parts) {
    super(`${code}: ${parts.message}`);
    this.name = 'ParticipantFault';
    this.detail = { code, whose: 'participant', ...parts };
  }
}

export class PlatformFault extends Error {
  readonly detail: FaultDetail;
  constructor(code: PlatformFaultCode, parts: Parts, options?: { cause?: unknown }) {
    super(`${code}: ${parts.message}`, options);
    this.name = 'PlatformFault';
    this.detail = { code, whose: 'platform', ...parts };
  }
}

/** Turns any thrown value into a fault. What is not a declared fault is the platform's, never the participant's. */
export function asFault(error: unknown): ParticipantFault | PlatformFault {
  if (error instanceof ParticipantFault || error instanceof PlatformFault) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new PlatformFault('internal', { message, fix: 'Nothing is wrong with your file. The run is retried.' }, { cause: error });
}
