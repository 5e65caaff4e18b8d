import { nominal } from '@unblind/contracts';
import type { AssignedInputs, ModelStep, SplitName, StoredDataSetFile } from '@unblind/contracts';
import type { LoadedEvaluation } from './load-evaluation';

/** The inputs of one run, as they are stored. */
interface Inputs {
  split: SplitName;
  variation: string | null;
  rows: number;
  views: Record<string, StoredDataSetFile>;
}

/** The inputs that a step needs. There is never a truth file among them. */
function inputsOf({ index, split }: Pick<LoadedEvaluation, 'index' | 'split'>, step: ModelStep): Inputs[] {
  const nominalOf = (name: SplitName): Inputs[] => {
    const found = index.splits[name];
    return found ? [{ split: name, variation: null, rows: found.rows, views: found.views }] : [];
  };
  switch (step) {
    case 'inspect':
      return nominalOf('sample');
    case 'time':
      return nominalOf(split);
    case 'run':
    case 'rerun': {
      const shifts = Object.entries(index.splits[split]?.variations ?? {});
      const shifted = shifts.map(([variation, { rows, views }]) => ({ split, variation, rows, views }));
      return [...nominalOf(split), ...shifted, ...(split === 'train' ? [] : nominalOf('train'))];
    }
  }
}

/** The stored file of one of a step's inputs; undefined if the step has no such input. */
export function inputFile(
  evaluation: Pick<LoadedEvaluation, 'index' | 'split'>,
  step: ModelStep,
  { split, variation, view }: { split: string; variation: string; view: string },
): StoredDataSetFile | undefined {
  const inputs = inputsOf(evaluation, step).find((one) => one.split === split && (one.variation ?? nominal) === variation);
  return inputs && Object.hasOwn(inputs.views, view) ? inputs.views[view] : undefined;
}

/** The inputs with the addresses at which a runner gets them. */
export function assignedInputs(
  evaluation: Pick<LoadedEvaluation, 'index' | 'split'>,
  step: ModelStep,
  hrefOf: (path: string) => string,
): AssignedInputs[] {
  return inputsOf(evaluation, step).map(({ views, ...inputs }) => ({
    ...inputs,
    views: Object.fromEntries(
      Object.entries(views).map(([view, { dtype, shape, lengths, bytes, sha256 }]) => {
        const href = hrefOf(`inputs/${inputs.split}/${inputs.variation ?? nominal}/${encodeURIComponent(view)}`);
        return [view, { href, bytes, sha256, dtype, shape, ...(lengths ? { lengths } : {}) }];
      }),
    ),
  }));
}
