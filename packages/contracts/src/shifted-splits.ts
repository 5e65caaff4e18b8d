import type { Manifest } from './manifest';
import type { SplitName } from './splits';

/** The splits that models are run on, and the sample: predictions and answers cannot be run again on shifted inputs. */
export function shiftedSplits({ phases, submission }: Pick<Manifest, 'phases' | 'submission'>): SplitName[] {
  const withModels = phases.filter(
    ({ shifts, kinds = submission.kinds }) => shifts !== false && (kinds.includes('onnx') || kinds.includes('container')),
  );
  return [...new Set(['sample', ...withModels.map(({ split }) => split)])];
}
