import type { Prisma } from '@unblind/database';

const message = 'Run again, at no quota: the data of this challenge were made anew.';

/**
 * Gives each submission of a version a new evaluation in the phase of the same name of a later version, where its model is kept. Its
 * results so far stay as they are. Runs in the transaction that publishes the later version, hence once. The reconciler queues them.
 *
 * Left out: what never came to a result, files of predictions, which belong to the old inputs, and baselines, which are submitted to each
 * version anew.
 */
export async function carryOver(transaction: Prisma.TransactionClient, from: string, to: string): Promise<void> {
  const phases = await transaction.phase.findMany({ where: { challengeVersionId: to }, select: { id: true, slug: true } });
  const phaseOf = new Map(phases.map(({ id, slug }) => [slug, id]));
  const submissions = await transaction.submission.findMany({
    where: {
      phase: { challengeVersionId: from },
      baseline: false,
      kind: { in: ['onnx', 'container'] },
      evaluations: { some: { state: { notIn: ['rejected', 'failed', 'cancelled'] } } },
      artefacts: { some: { role: 'submission' }, none: { role: 'submission', NOT: { removedAt: null } } },
    },
    select: { id: true, phase: { select: { slug: true } }, evaluations: { select: { number: true } } },
    orderBy: { createdAt: 'asc' },
  });
  const evaluations = submissions.flatMap(({ id: submissionId, phase, evaluations: earlier }) => {
    const phaseId = phaseOf.get(phase.slug);
    return phaseId === undefined ? [] : [{ submissionId, phaseId, number: 1 + Math.max(...earlier.map(({ number }) => number)) }];
  });
  const created = await transaction.evaluation.createManyAndReturn({ data: evaluations, select: { id: true } });
  await transaction.evaluationEvent.createMany({
    data: created.map(({ id: evaluationId }) => ({ evaluationId, state: 'received', fence: 0, message })),
  });
}
