import type { EvaluationState } from '@unblind/contracts';
import { PlatformFault } from '@unblind/contracts';
import { claim, endWithFault, move } from '@unblind/database';
import type { Claim, Database } from '@unblind/database';
import { MAX_CLAIMS, isStale } from './steps';
import type { Step } from './steps';

interface Held {
  id: string;
  state: EvaluationState;
  fence: number;
  attempts: number;
  heartbeatAt: Date | null;
}

const columns = { id: true, state: true, fence: true, attempts: true, heartbeatAt: true } as const;

/** Claims the evaluation for this step. Null: another runner has it, or it has moved on. */
export async function takeUp(database: Database, evaluationId: string, step: Step, runner: string): Promise<Claim | null> {
  let row = await database.evaluation.findUnique({ where: { id: evaluationId }, select: columns });
  if (row && isHeld(row, step)) {
    if (!isStale(row.heartbeatAt)) return null;
    await putBack(database, row, step, 'The runner was lost. Waiting to be taken up again.');
    row = await database.evaluation.findUnique({ where: { id: evaluationId }, select: columns });
  }
  if (!row || row.state !== step.waiting || isHeld(row, step)) return null;
  if (row.attempts >= MAX_CLAIMS) {
    await giveUp(database, row);
    return null;
  }
  return claim(database, { evaluationId, fence: row.fence, from: [step.waiting], to: step.active, runner, message: messages[step.name] });
}

const messages = { inspect: 'Reading the file.', run: 'Running in the sandbox.', score: 'Scoring.' };

export function isHeld(row: { state: EvaluationState; heartbeatAt: Date | null }, step: Step): boolean {
  return row.state === step.active && (step.active !== step.waiting || row.heartbeatAt !== null);
}

/** Back to where it waited, so that nothing shows as running that is not. */
export function putBack(database: Database, held: { id: string; fence: number }, step: Step, message: string): Promise<boolean> {
  return move(database, {
    evaluationId: held.id,
    fence: held.fence,
    from: [step.active],
    to: step.waiting,
    message,
    set: { heartbeatAt: null, runner: null, progressDone: 0, progressTotal: 0 },
  });
}

function giveUp(database: Database, row: Held): Promise<boolean> {
  const { detail } = new PlatformFault('runner-lost', {
    message: `It was taken up ${row.attempts} times and did not come to an end.`,
    fix: 'Your quota is returned. Quote the reference when you ask for help.',
    reference: row.id,
  });
  return endWithFault(database, { evaluationId: row.id, fence: row.fence }, row.state, detail);
}
