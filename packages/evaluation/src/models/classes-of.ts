import { kinds, type Manifest, type OutputContract } from '@unblind/contracts';

/** The classes whose probabilities a model gives for each row, in the order of its columns; undefined if each row has one number. */
export function classesOf(
  { kind, scoring }: Pick<Manifest, 'kind' | 'scoring'>,
  contract: OutputContract | undefined,
): readonly string[] | undefined {
  const meaning = contract?.as ?? kinds[kind].outputs.default;
  return meaning === 'probabilities' ? (contract?.classes ?? scoring.classes) : undefined;
}

/** The shape of a model's output, from the total count of its numbers. */
export function shapeOf(numbers: number, classes: readonly string[] | undefined): number[] {
  return classes ? [numbers / classes.length, classes.length] : [numbers];
}
