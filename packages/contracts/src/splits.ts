import { z } from 'zod';
import { Slug } from './slug';

/** A part of a data set, by its name. `train` and `sample` are open to participants, labels included; every other one is a test split. */
export const SplitName = Slug;
export type SplitName = z.infer<typeof SplitName>;

const openSplits: readonly SplitName[] = ['train', 'sample'];

/** Splits whose truth is public. */
export function isOpen(split: SplitName): boolean {
  return openSplits.includes(split);
}

/** Its inputs are seen by the platform alone; other test splits show their inputs and hide their truth. */
export function hasHiddenInputs(split: SplitName): boolean {
  return split.startsWith('private');
}

/** In the order in which people use them: training, sample, public tests, private tests. */
export function inOrderOfUse(splits: readonly SplitName[]): SplitName[] {
  const place = (split: SplitName) => (isOpen(split) ? openSplits.indexOf(split) : hasHiddenInputs(split) ? 3 : 2);
  return [...splits].sort((a, b) => place(a) - place(b));
}
