import { ParticipantFault, ParticipantFaultCode, type InspectionIssue } from '@unblind/contracts';

/** The most severe issue of an inspection or a binding as a fault to throw; null if there is none. */
export function faultOf({ issues }: { issues: readonly InspectionIssue[] }): ParticipantFault | null {
  const [first] = issues;
  if (!first) return null;
  const { code, ...parts } = first;
  return new ParticipantFault(ParticipantFaultCode.parse(code), parts);
}
