import type { Database } from '@unblind/database';
import type { Gpu } from '../hardware/gpu';
import { gpuFor } from './gpu-for';
import type { LoadedEvaluation } from './load-evaluation';

/** Scores and data come first; but a stream of them must not keep a timing waiting for ever. */
const patienceMs = 10 * 60_000;
/** So long does a timing stand in the way of others while it waits for the machine. */
const standingMs = 5000;

export interface WaitingFor {
  /** Null: nothing but the machine. */
  reason: string | null;
  /** For how long others may be held up behind it; null: as long as it takes. */
  standing: AbortSignal | null;
}

/** What a timing has to wait for here. */
export async function whyToWait(database: Database, evaluation: LoadedEvaluation, gpu: Gpu | null): Promise<WaitingFor> {
  const { id } = evaluation;
  const { waitsFor } = gpuFor(evaluation, gpu);
  if (waitsFor !== null) return { reason: waitsFor, standing: null };
  const timing = await database.timing.findUnique({ where: { evaluationId: id }, select: { createdAt: true } });
  if (timing && Date.now() - timing.createdAt.getTime() > patienceMs) return { reason: null, standing: null };
  // What waits for another runner is in nobody's way here.
  const ahead = await database.evaluation.count({
    where: { state: { in: ['inspecting', 'queued', 'running', 'scoring'] }, waitingFor: null },
  });
  const preparing = await database.dataSet.count({ where: { state: 'preparing' } });
  const reason = ahead > 0 ? 'Submissions that are not scored yet come first.' : preparing > 0 ? 'Data are being prepared.' : null;
  return { reason, standing: AbortSignal.timeout(standingMs) };
}
