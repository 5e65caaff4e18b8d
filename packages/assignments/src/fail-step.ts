import { ParticipantFault, ParticipantFaultCode, PlatformFaultCode, withoutComputed } from '@unblind/contracts';
import type { FailedStep, FaultDetail } from '@unblind/contracts';
import { endClaimed, releaseClaimed } from '@unblind/database';
import type { Database } from '@unblind/database';
import { endLease, hasEnded, withLease } from './held-lease';
import type { LeaseCall } from './held-lease';
import type { LoadedEvaluation } from './load-evaluation';
import { mostFailures, rowOfStep } from './model-steps';
import { addRerun, compareFault, endRerun } from './reruns';

export interface Failing extends Pick<FailedStep, 'fault' | 'counts'> {
  /** The platform repeats the run if a remote runner made it. */
  drawn: boolean;
}

/**
 * Ends a step with a fault. A participant's ends the evaluation at once; of the platform's only the last one does, and the others are
 * tried again. Repeatable. @throws LeaseLost
 */
export async function failStep(
  database: Database,
  call: LeaseCall,
  { fault, counts, drawn }: Failing,
  evaluation: Pick<LoadedEvaluation, 'hiddenInputs'> | null,
): Promise<void> {
  if (await hasEnded(database, call, ['failed', 'rejected', 'released'])) return;
  const row = rowOfStep[call.step];
  await withLease(database, call, async (transaction, claim) => {
    if (fault.whose === 'participant' && ParticipantFaultCode.safeParse(fault.code).success) {
      if (call.step === 'rerun') await endRerun(transaction, claim, await compareFault(transaction, call.evaluationId, fault));
      if (call.step === 'run') await addRerun(transaction, call, drawn);
      const hidden = call.step !== 'inspect' && (evaluation?.hiddenInputs ?? true);
      if (call.step !== 'rerun') await endClaimed(transaction, row, claim, hidden ? reduced(fault) : fault);
      await endLease(transaction, call, 'rejected');
      return;
    }
    const { evaluationId, step } = call;
    const failures = await transaction.runnerLease.count({ where: { evaluationId, step, end: 'failed' } });
    if (counts && failures + 1 >= mostFailures) await endClaimed(transaction, row, claim, shown(call, fault));
    else await releaseClaimed(transaction, row, claim, { message: 'The platform failed; trying again.', counts: true });
    await endLease(transaction, call, counts ? 'failed' : 'released');
  });
}

/** A runner does this itself; whoever could write another one is not asked. */
function reduced(fault: FaultDetail): FaultDetail {
  const { code, whose: _whose, ...parts } = fault;
  const left = withoutComputed(new ParticipantFault(ParticipantFaultCode.parse(code), parts));
  return left instanceof ParticipantFault ? left.detail : fault;
}

/** The cause of a platform's fault is in the log alone. */
function shown({ evaluationId, step }: LeaseCall, { code }: FaultDetail): FaultDetail {
  const known = PlatformFaultCode.safeParse(code).data ?? 'internal';
  const message =
    step === 'time'
      ? 'The platform failed while it timed this submission. Your file is not at fault.'
      : 'The platform failed while it worked on this submission. Your file is not at fault.';
  return { code: known, whose: 'platform', message, fix: rowOfStep[step].platformFix, reference: evaluationId };
}
