import { kinds, type Manifest, type OutputContract } from '@unblind/contracts';

/** The classes whose probabilities a model gives for each row, in the order of its columns; undefined where a row has one number. */
export function classesOf(
  { kind, scoring }: Pick<Manifest, 'kind' | 'scoring'>,
  contract: OutputContract | undefined,
): readonly string[] | undefined {
  const meaning = contract?.as ?? kinds[kind].outputs.default;
  return meaning === 'probabilities' ? (contract?.classes ?? scoring.classes) : undefined;
}

/** Of all numbers that a model gave for its rows. */
export function shapeOf(numbers: number, classes: readonly string[] | undefined): number[] {
  return classes ? [numbers / classes.length, classes.length] : [numbers];
}
