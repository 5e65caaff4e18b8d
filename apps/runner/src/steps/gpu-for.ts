import type { EvaluationState, SubmissionKind } from '@unblind/contracts';
import { setWaitingReason } from '@unblind/database';
import type { Database } from '@unblind/database';
import type { Gpu } from '../hardware/gpu';
import { loadEvaluation } from './load-evaluation';
import type { LoadedEvaluation } from './load-evaluation';

export interface GpuPlan {
  /** What runs, runs there; null: on the CPU. */
  gpu: Gpu | null;
  /** Why it does not run here at all; null: it does. */
  waitsFor: string | null;
}

/** Whether what was submitted runs on this runner's card, as its phase asks. */
export function gpuFor({ kind, gpu: need }: Pick<LoadedEvaluation, 'kind' | 'gpu'>, gpu: Gpu | null): GpuPlan {
  const runs = kind === 'onnx' || kind === 'container';
  if (!runs || need === 'none') return { gpu: null, waitsFor: null };
  const usable = kind === 'container' || gpu?.runsModels ? gpu : null;
  const what = kind === 'container' ? 'containers' : 'models';
  const waits = need === 'required' && usable === null;
  return { gpu: usable, waitsFor: waits ? `This phase runs ${what} on a GPU, and no runner that has one for them has come by yet.` : null };
}

/**
 * Tells what waits for a runner with a GPU so. True: it does, and this runner leaves it to another. What cannot be loaded does not
 * wait: whoever takes it up says what is wrong.
 *
 * @param kinds what the step would run
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
