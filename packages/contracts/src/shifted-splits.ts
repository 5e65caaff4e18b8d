import type { Manifest } from './manifest';
import type { SplitName } from './splits';

/** The splits that need shifted copies: those that models run on, and the sample. Predictions and answers cannot be run again. */
export function shiftedSplits({ phases, submission }: Pick<Manifest, 'phases' | 'submission'>): SplitName[] {
  const withModels = phases.filter(
    ({ shifts, kinds = submission.kinds }) => shifts !== false && (kinds.includes('onnx') || kinds.includes('container')),
  );
  return [...new Set(['sample', ...withModels.map(({ split }) => split)])];
}
