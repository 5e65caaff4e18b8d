import { ParticipantFault, ParticipantFaultCode } from '@unblind/contracts';

/** On hidden inputs a fault names its class and limit; what the model computed would carry the data out. */
export function withoutComputed(error: unknown): unknown {
  if (!(error instanceof ParticipantFault) || error.detail.limit) return error;
  const { expected, fix, subject } = error.detail;
  const message = 'The model failed on hidden data; what it computed is not shown.';
  return new ParticipantFault(ParticipantFaultCode.parse(error.detail.code), { message, expected, fix, subject });
}
