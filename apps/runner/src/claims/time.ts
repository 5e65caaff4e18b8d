import { loadEvaluation, storeTiming } from '@unblind/assignments';
import type { Prisma } from '@unblind/database';
import type { JobContext } from '@unblind/queue';
import { withLease } from '../lease/host-lease';
import { hold } from '../steps/hold';
import { inTurn } from '../steps/hold-evaluation';
import { timeStep } from '../steps/steps';
import { time } from '../steps/time';
import type { ClaimOptions } from './claim-options';
import { taskOfClaim } from './task-of-claim';
import { waitingReason } from './waiting-reason';

/** Times the first model of a scored submission and the challenge's reference model, with this machine to itself. */
export async function timeEvaluation(options: ClaimOptions, job: JobContext<{ evaluationId: string }>): Promise<void> {
  const { database, lease, equipment } = options;
  const { evaluationId } = job.payload;
  const evaluation = await loadEvaluation(database, evaluationId);
  const waitingFor = await waitingReason(database, evaluation, equipment.gpu);
  await database.timing.updateMany({
    where: { evaluationId, state: 'waiting', OR: [{ waitingFor: null }, { NOT: { waitingFor } }] },
    data: { waitingFor: waitingFor ?? 'Waiting until the machine is free.' },
  });
  if (waitingFor !== null) return;
  const alone = await lease.tryExclusive(job.signal);
  if (alone === null) return; // the reconciler gives it another job
  await withLease(Promise.resolve(alone), (machineLost) =>
    inTurn(options, timeStep, evaluationId, () =>
      hold(options, { ...job, row: timeStep.row, id: evaluationId, machineLost }, async (held) => {
        const outcome = await time(equipment, await taskOfClaim({ ...options, step: 'time' }, held, evaluation));
        await database.$transaction((transaction: Prisma.TransactionClient) => storeTiming(transaction, held.claim, evaluation, outcome));
      }),
    ),
  );
}
