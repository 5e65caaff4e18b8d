import { ParticipantFault, ParticipantFaultCode } from '@unblind/contracts';

/** On hidden inputs a fault names its class and limit; what the model computed would carry the data out. */
export function withoutComputed(error: unknown): unknown {
  if (!(error instanceof ParticipantFault)) return error;
  const { expected, got, fix, subject, limit } = error.detail;
  const code = ParticipantFaultCode.parse(error.detail.code);
  // How far it had come is the program's own choice too: it could count with that.
  if (limit)
    return new ParticipantFault(code, { message: `On hidden data it used more ${limit.name} than it may.`, expected, got, fix, limit });
  const message = 'The model failed on hidden data; what it computed is not shown.';
  return new ParticipantFault(code, { message, expected, fix, subject });
}
