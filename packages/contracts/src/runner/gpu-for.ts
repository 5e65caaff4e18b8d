import type { GpuNeed, SubmissionKind } from '../manifest';

interface GpuPlan<G> {
  /** The GPU that the submission uses; null: the CPU alone. */
  gpu: G | null;
  /** Why it is not run here; null if it is. */
  waitsFor: string | null;
}

/** Decides whether a submission runs on a runner's GPU, its CPU, or not there, as its phase requires. */
export function gpuFor<G extends { runsModels: boolean }>(
  { kind, gpu: need }: { kind: SubmissionKind; gpu: GpuNeed },
  gpu: G | null,
): GpuPlan<G> {
  const runs = kind === 'onnx' || kind === 'container';
  if (!runs || need === 'none') return { gpu: null, waitsFor: null };
  const usable = kind === 'container' || gpu?.runsModels ? gpu : null;
  const what = kind === 'container' ? 'containers' : 'models';
  const waits = need === 'required' && usable === null;
  return { gpu: usable, waitsFor: waits ? `This phase runs ${what} on a GPU. Waiting for a runner with a GPU that can run them.` : null };
}
