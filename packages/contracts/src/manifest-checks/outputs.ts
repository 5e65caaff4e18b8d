import { z } from 'zod';
import { declarationOf } from '../kinds';
import type { ManifestFile } from '../manifest';
import type { OutputContract } from '../views';
import { freeAxes } from './data';
import { duplicates, notOneOf } from './one-of';
import { checkRange } from './range';

/** The contracts of a model's output, of which any may fit. */
export function checkOutputs(kind: ManifestFile['kind'], outputs: readonly OutputContract[], classes?: readonly string[]): string[] {
  const contracts = outputs.map(({ name, shape }) => `'${name}' of shape [${shape.join(', ')}]`);
  return [
    ...duplicates(contracts).map((contract) => `submission.outputs: ${contract} appears twice`),
    ...outputs.flatMap((output) => checkOutput(kind, output, classes)),
  ];
}

function checkOutput(kind: ManifestFile['kind'], output: OutputContract, classes: readonly string[] = []): string[] {
  const where = `submission.outputs.${output.name}`;
  const problems = [...checkNumbers(where, output), ...checkMeaning(where, kind, output.as)];
  const meaning = output.as ?? declarationOf(kind).outputs.default;
  if (output.classes && meaning !== 'probabilities') problems.push(`${where}.classes: only an output of probabilities has them`);
  if (meaning === 'probabilities' && classes.length > 0) problems.push(...checkProbabilities(output, classes));
  return problems;
}

/** `as` is a meaning that the kind has; it may be left out where the kind has one that is meant then. */
function checkMeaning(where: string, kind: ManifestFile['kind'], as: string | undefined): string[] {
  const { meanings, default: assumed } = declarationOf(kind).outputs;
  const known = meanings instanceof z.ZodEnum ? meanings.options.map(String) : [];
  if (as === undefined) return assumed === null ? [`${where}.as: is missing; of kind '${kind}' it is one of ${known.join(', ')}`] : [];
  const { error } = meanings.safeParse(as);
  if (!error) return [];
  return [known.length > 0 ? notOneOf(`${where}.as`, as, known) : `${where}.as: '${as}' is not ${error.issues[0]?.message ?? ''}`];
}

function checkNumbers(where: string, { per, shape, select, range }: OutputContract): string[] {
  const problems = checkRange(`${where}.range`, range);
  if (per === 'set' && freeAxes(shape) > 1) problems.push(`${where}: an output of sets has at most one free axis`);
  const last = shape.at(-1);
  if (select !== undefined && typeof last === 'number' && select >= last)
    problems.push(`${where}.select: ${select} is outside the last axis, whose entries are 0 to ${last - 1}`);
  return problems;
}

/** A row has a probability of each class, the columns in the order of the contract's own classes. */
function checkProbabilities({ name, per, shape, select, classes: columns }: OutputContract, classes: readonly string[]): string[] {
  const where = `submission.outputs.${name}`;
  const problems: string[] = [];
  if (per === 'set' || shape.length !== 2 || shape[1] !== classes.length)
    problems.push(`${where}.shape: must be [N, ${classes.length}], a probability of each of ${classes.join(', ')}`);
  if (select !== undefined) problems.push(`${where}.select: is for a single score; a probability of each class is wanted`);
  if (!columns) return problems;
  const unknown = columns.filter((column) => !classes.includes(column));
  const missing = classes.filter((known) => !columns.includes(known));
  problems.push(...unknown.map((column) => notOneOf(`${where}.classes`, column, classes)));
  problems.push(...duplicates(columns).map((column) => `${where}.classes: '${column}' appears twice`));
  if (unknown.length === 0) problems.push(...missing.map((name) => `${where}.classes: '${name}' is missing`));
  return problems;
}
