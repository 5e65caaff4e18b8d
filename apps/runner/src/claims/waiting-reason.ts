import type { LoadedEvaluation } from '@unblind/assignments';
import { gpuFor } from '@unblind/contracts';
import type { Database } from '@unblind/database';
import type { Gpu } from '../hardware/gpu';

/** Scoring and data preparation go before a timing, but a timing older than this no longer waits for them. */
const yieldsForMs = 10 * 60_000;

/** Why a timing has to wait on this runner; null: only the machine itself must be free. */
export async function waitingReason(database: Database, evaluation: LoadedEvaluation, gpu: Gpu | null): Promise<string | null> {
  const { id } = evaluation;
  const { waitsFor } = gpuFor(evaluation, gpu);
  if (waitsFor !== null) return waitsFor;
  const timing = await database.timing.findUnique({ where: { evaluationId: id }, select: { createdAt: true } });
  if (timing && Date.now() - timing.createdAt.getTime() > yieldsForMs) return null;
  // Evaluations that wait for another runner do not need this machine.
  const ahead = await database.evaluation.count({
    where: { state: { in: ['inspecting', 'queued', 'running', 'scoring'] }, waitingFor: null },
  });
  const preparing = await database.dataSet.count({ where: { state: 'preparing' } });
  if (ahead > 0) return 'Waiting until all submissions are scored.';
  return preparing > 0 ? 'Waiting until the data sets are prepared.' : null;
}
