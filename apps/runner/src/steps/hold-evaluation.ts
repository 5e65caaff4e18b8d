import type { FaultDetail } from '@unblind/contracts';
import type { JobContext } from '@unblind/queue';
import { hold } from './hold';
import type { Held, HoldOptions } from './hold';
import type { Step } from './steps';

/** Holds an evaluation for one of its steps. The cause of a platform fault is shown only in the runner's log. */
export function holdEvaluation(
  options: HoldOptions,
  { row }: Step,
  job: JobContext<{ evaluationId: string }>,
  work: (held: Held) => Promise<void>,
): Promise<void> {
  const { evaluationId } = job.payload;
  const shown = (fault: FaultDetail): FaultDetail => ({
    ...fault,
    message: 'The platform failed while it worked on this submission. Your file is not at fault.',
    fix: row.platformFix,
    reference: evaluationId,
  });
  return hold(options, { ...job, row, id: evaluationId, shown }, work);
}
