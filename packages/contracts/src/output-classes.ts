import { declarationOf } from './kinds';
import type { Manifest } from './manifest';
import type { OutputContract } from './views';

/** The classes whose probabilities a model gives for each row, in the order of its columns; undefined if each row has one number. */
export function outputClasses(
  { kind, scoring }: Pick<Manifest, 'kind'> & { scoring: Pick<Manifest['scoring'], 'classes'> },
  contract: OutputContract | undefined,
): string[] | undefined {
  const meaning = contract?.as ?? declarationOf(kind).outputs.default;
  return meaning === 'probabilities' ? (contract?.classes ?? scoring.classes) : undefined;
}
