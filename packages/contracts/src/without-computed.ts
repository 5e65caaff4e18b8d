import { classOfFault } from './fault-classes';
import { ParticipantFault, ParticipantFaultCode } from './faults';

/**
 * Reduces a participant's fault to its class: whatever the model computed or printed, and where it was, could carry hidden inputs out.
 * Of a limit its own value stays, which the challenge states, and the peak goes.
 */
export function withoutComputed(error: unknown): unknown {
  if (!(error instanceof ParticipantFault)) return error;
  const { limit } = error.detail;
  const { message, fix } = classOfFault(error.detail);
  return new ParticipantFault(ParticipantFaultCode.parse(error.detail.code), {
    message,
    fix,
    ...(limit ? { limit: { ...limit, peak: null } } : {}),
  });
}
