import type { EvaluationState, SubmissionKind } from '@unblind/contracts';
import { setWaitingReason } from '@unblind/database';
import type { Database } from '@unblind/database';
import type { Gpu } from '../hardware/gpu';
import { loadEvaluation } from './load-evaluation';
import type { LoadedEvaluation } from './load-evaluation';

export interface GpuPlan {
  /** The GPU that the submission runs on; null: it runs on the CPU. */
  gpu: Gpu | null;
  /** Why the submission cannot run on this runner; null: it can. */
  waitsFor: string | null;
}

/** Decides whether a submission runs on this runner's GPU, its CPU, or not here, as its phase requires. */
export function gpuFor({ kind, gpu: need }: Pick<LoadedEvaluation, 'kind' | 'gpu'>, gpu: Gpu | null): GpuPlan {
  const runs = kind === 'onnx' || kind === 'container';
  if (!runs || need === 'none') return { gpu: null, waitsFor: null };
  const usable = kind === 'container' || gpu?.runsModels ? gpu : null;
  const what = kind === 'container' ? 'containers' : 'models';
  const waits = need === 'required' && usable === null;
  return { gpu: usable, waitsFor: waits ? `This phase runs ${what} on a GPU. Waiting for a runner with a GPU that can run them.` : null };
}

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
