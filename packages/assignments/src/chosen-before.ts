import type { Database } from '@unblind/database';
import type { LoadedEvaluation } from './load-evaluation';

/**
 * The results on the diagnostic part of a split that the same entrant's same files have in another phase of the challenge: the newest. They are
 * measured on other events, so that what is quoted in this phase may be chosen by them. Empty where there is none.
 */
export async function chosenBefore(database: Database, { phaseId, submission }: Pick<LoadedEvaluation, 'phaseId' | 'submission'>) {
  const { contentHash, userId, teamId, baseline } = submission;
  const { challengeVersionId } = await database.phase.findUniqueOrThrow({ where: { id: phaseId } });
  const before = await database.evaluation.findFirst({
    where: {
      state: 'scored',
      phase: { challengeVersionId, id: { not: phaseId } },
      submission: { contentHash, baseline, ...(teamId === null ? { userId } : { teamId }) },
      metrics: { some: { part: 'diagnostic' } },
    },
    orderBy: { createdAt: 'desc' },
    select: { metrics: { where: { part: 'diagnostic' }, select: { name: true, variation: true, value: true, cut: true } } },
  });
  return before?.metrics ?? [];
}
