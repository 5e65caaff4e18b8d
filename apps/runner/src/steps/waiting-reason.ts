import type { Database } from '@unblind/database';
import type { Gpu } from '../hardware/gpu';
import { gpuFor } from './gpu-for';
import type { LoadedEvaluation } from './load-evaluation';

/** Scores and data come first; but a stream of them must not keep a timing waiting for ever. */
const yieldsForMs = 10 * 60_000;
/** While a timing waits for the machine, nothing else starts on it: it gives up after this, and tries again later. */
const blocksForMs = 5000;

export interface WaitingFor {
  /** Null: nothing but the machine. */
  reason: string | null;
  /** Aborts when it has waited for the machine for long enough; null: it waits for as long as it takes. */
  giveUp: AbortSignal | null;
}

/** What a timing has to wait for here. */
export async function waitingReason(database: Database, evaluation: LoadedEvaluation, gpu: Gpu | null): Promise<WaitingFor> {
  const { id } = evaluation;
  const { waitsFor } = gpuFor(evaluation, gpu);
  if (waitsFor !== null) return { reason: waitsFor, giveUp: null };
  const timing = await database.timing.findUnique({ where: { evaluationId: id }, select: { createdAt: true } });
  if (timing && Date.now() - timing.createdAt.getTime() > yieldsForMs) return { reason: null, giveUp: null };
  // What waits for another runner does not want this machine.
  const ahead = await database.evaluation.count({
    where: { state: { in: ['inspecting', 'queued', 'running', 'scoring'] }, waitingFor: null },
  });
  const preparing = await database.dataSet.count({ where: { state: 'preparing' } });
  const reason = ahead > 0 ? 'Submissions that are not scored yet come first.' : preparing > 0 ? 'Data are being prepared.' : null;
  return { reason, giveUp: AbortSignal.timeout(blocksForMs) };
}
