import { z } from 'zod';
import { declarationOf } from '../kinds';
import type { ManifestFile } from '../manifest';
import type { OutputContract } from '../views';
import { freeAxes } from './data';
import { duplicates, notOneOf } from './one-of';

/** What a participant may send. */
export function checkSubmission({ kind, submission, scoring }: ManifestFile): string[] {
  const { outputs, kinds: taken, answer, seeds } = submission;
  const problems = outputs.flatMap((output) => checkOutput(kind, output, scoring.classes));
  if (taken.includes('answer') && !takesAnswers(kind)) problems.push(`submission.kinds: challenges of kind '${kind}' do not take 'answer'`);
  if (taken.includes('answer') && !answer) problems.push("submission: kind 'answer' needs a form 'answer'");
  if (kind === 'custom' && seeds) problems.push("submission.seeds: the platform cannot combine the models of a challenge of kind 'custom'");
  return problems;
}

export function takesAnswers(kind: ManifestFile['kind']): boolean {
  const { metrics, families } = declarationOf(kind);
  return [...Object.values(metrics), ...Object.values(families)].some(({ ofAnswers }) => ofAnswers);
}

function checkOutput(kind: ManifestFile['kind'], output: OutputContract, classes: readonly string[] = []): string[] {
  const { name, per, shape, as, classes: columns } = output;
  const where = `submission.outputs.${name}`;
  const problems: string[] = [];
  if (per === 'set' && freeAxes(shape) > 1) problems.push(`${where}: an output of sets has at most one free axis`);
  problems.push(...checkMeaning(kind, output));
  const isProbabilities = (as ?? declarationOf(kind).outputs.default) === 'probabilities';
  if (columns && !isProbabilities) problems.push(`${where}.classes: only an output of probabilities has them`);
  if (isProbabilities && classes.length > 0) problems.push(...checkProbabilities(output, classes));
  return problems;
}

/** `as` is a meaning that the kind has; it may be left out where the kind has one that is meant then. */
function checkMeaning(kind: ManifestFile['kind'], { name, as }: OutputContract): string[] {
  const where = `submission.outputs.${name}.as`;
  const { meanings, default: assumed } = declarationOf(kind).outputs;
  const known = meanings instanceof z.ZodEnum ? meanings.options.map(String) : [];
  if (as === undefined) return assumed === null ? [`${where}: is missing; of kind '${kind}' it is one of ${known.join(', ')}`] : [];
  const { error } = meanings.safeParse(as);
  if (!error) return [];
  return [known.length > 0 ? notOneOf(where, as, known) : `${where}: '${as}' is not ${error.issues[0]?.message ?? ''}`];
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
