import { ParticipantFault, ParticipantFaultCode } from '@unblind/contracts';

/** Removes everything that the model computed or printed from a participant's fault: it could leak the hidden inputs. */
export function withoutComputed(error: unknown): unknown {
  if (!(error instanceof ParticipantFault)) return error;
  const { expected, got, fix, subject, limit } = error.detail;
  const code = ParticipantFaultCode.parse(error.detail.code);
  // The progress made before the limit is left out too: a program could encode hidden data in it.
  if (limit)
    return new ParticipantFault(code, {
      message: `On hidden data the submission used more ${limit.name} than allowed.`,
      expected,
      got,
      fix,
      limit,
    });
  const message = 'The model failed on hidden data; what it computed is not shown.';
  return new ParticipantFault(code, { message, expected, fix, subject });
}
