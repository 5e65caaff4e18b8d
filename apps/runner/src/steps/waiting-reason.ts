import type { LoadedEvaluation } from '@unblind/assignments';
import { gpuFor } from '@unblind/contracts';
import type { Database } from '@unblind/database';
import type { Gpu } from '../hardware/gpu';

/** Scoring and data preparation go before a timing, but a timing older than this no longer waits for them. */
const yieldsForMs = 10 * 60_000;
/** While a timing waits for the machine, nothing else starts there. After this time it gives up, to try again later. */
const blocksForMs = 5000;

export interface WaitingFor {
  /** Null: only the machine itself must become free. */
  reason: string | null;
  /** Aborts when the timing shall stop waiting for the machine; null: it waits without limit. */
  giveUp: AbortSignal | null;
}

/** Finds out why a timing has to wait on this runner. */
export async function waitingReason(database: Database, evaluation: LoadedEvaluation, gpu: Gpu | null): Promise<WaitingFor> {
  const { id } = evaluation;
  const { waitsFor } = gpuFor(evaluation, gpu);
  if (waitsFor !== null) return { reason: waitsFor, giveUp: null };
  const timing = await database.timing.findUnique({ where: { evaluationId: id }, select: { createdAt: true } });
  if (timing && Date.now() - timing.createdAt.getTime() > yieldsForMs) return { reason: null, giveUp: null };
  // Evaluations that wait for another runner do not need this machine.
  const ahead = await database.evaluation.count({
    where: { state: { in: ['inspecting', 'queued', 'running', 'scoring'] }, waitingFor: null },
  });
  const preparing = await database.dataSet.count({ where: { state: 'preparing' } });
  const reason =
    ahead > 0 ? 'Waiting until all submissions are scored.' : preparing > 0 ? 'Waiting until the data sets are prepared.' : null;
  return { reason, giveUp: AbortSignal.timeout(blocksForMs) };
}
