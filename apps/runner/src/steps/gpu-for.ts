import { loadEvaluation } from '@unblind/assignments';
import { gpuFor } from '@unblind/contracts';
import type { EvaluationState, SubmissionKind } from '@unblind/contracts';
import { setWaitingReason } from '@unblind/database';
import type { Database } from '@unblind/database';
import type { Gpu } from '../hardware/gpu';

/**
 * Tells the participant that the evaluation waits for a runner with a GPU. Returns true if it does, so that this runner leaves it to
 * another. An evaluation that cannot be loaded does not wait: the step that claims it reports what is wrong.
 *
 * @param kinds the kinds of submission that the step would run
 */
export async function waitsForGpu(
  database: Database,
  evaluationId: string,
  { waiting, gpu, kinds }: { waiting: EvaluationState; gpu: Gpu | null; kinds: readonly SubmissionKind[] },
): Promise<boolean> {
  const evaluation = await loadEvaluation(database, evaluationId).catch(() => null);
  if (!evaluation || !kinds.includes(evaluation.kind)) return false;
  const { waitsFor } = gpuFor(evaluation, gpu);
  if (waitsFor !== null) await setWaitingReason(database, evaluationId, waiting, waitsFor);
  return waitsFor !== null;
}
