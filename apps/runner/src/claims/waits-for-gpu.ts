import { loadEvaluation } from '@unblind/assignments';
import { gpuFor } from '@unblind/contracts';
import type { EvaluationState } from '@unblind/contracts';
import { setWaitingReason } from '@unblind/database';
import type { Database } from '@unblind/database';
import type { Gpu } from '../hardware/gpu';

/**
 * Tells the participant that the evaluation waits for a runner with a GPU. Returns true if it does, so that this runner leaves it to
 * another. An evaluation that cannot be loaded does not wait: the step that claims it reports what is wrong.
 */
export async function waitsForGpu(
  database: Database,
  evaluationId: string,
  { waiting, gpu }: { waiting: EvaluationState; gpu: Gpu | null },
): Promise<boolean> {
  const evaluation = await loadEvaluation(database, evaluationId).catch(() => null);
  if (!evaluation) return false;
  const { waitsFor } = gpuFor(evaluation, gpu);
  if (waitsFor !== null) await setWaitingReason(database, evaluationId, waiting, waitsFor);
  return waitsFor !== null;
}
