import type { FaultDetail } from '@unblind/contracts';
import { nextOfEntrant, waitsForTurn } from '@unblind/database';
import type { JobContext, Queues } from '@unblind/queue';
import { hold } from './hold';
import type { Held, HoldOptions } from './hold';
import type { Step } from './steps';

/** Entrants take turns: how many evaluations of one are worked on at once, and the queue in which its next one gets a job. */
export interface Turns {
  queues: Queues;
  atOnce: number;
}

/**
 * Runs `work` unless it is not the turn of this evaluation; the reconciler gives it another job later. When it has ended, the next
 * evaluation of its entrant gets a job, behind those of everybody else.
 */
async function inTurn(
  { database, queues, atOnce }: Turns & Pick<HoldOptions, 'database'>,
  { row, enqueue }: Step,
  evaluationId: string,
  work: () => Promise<void>,
): Promise<void> {
  if (await waitsForTurn(database, row, evaluationId, atOnce)) return;
  try {
    await work();
  } finally {
    // Its own job is not over, so enqueuing it does nothing. Whatever is missed here is found by the reconciler.
    for (const id of await nextOfEntrant(database, row, evaluationId, atOnce).catch(() => []))
      if (id !== evaluationId) await enqueue(queues, id).catch(() => undefined);
  }
}

/** Holds an evaluation for one of its steps. The cause of a platform fault is shown only in the runner's log. */
export function holdEvaluation(
  options: HoldOptions & Turns,
  step: Step,
  job: JobContext<{ evaluationId: string }>,
  work: (held: Held) => Promise<void>,
): Promise<void> {
  const { evaluationId } = job.payload;
  const { row } = step;
  const shown = (fault: FaultDetail): FaultDetail => ({
    ...fault,
    message: 'The platform failed while it worked on this submission. Your file is not at fault.',
    fix: row.platformFix,
    reference: evaluationId,
  });
  return inTurn(options, step, evaluationId, () => hold(options, { ...job, row, id: evaluationId, shown }, work));
}
