import type { Form } from '../form';
import { declarationOf } from '../kinds';
import { longestStepSeconds } from '../runner/protocol';
import { wallLimit, type ManifestFile } from '../manifest';
import { checkOutputs } from './outputs';
import { checkRange } from './range';

/** What a participant may send. */
export function checkSubmission({ kind, submission, scoring }: ManifestFile): string[] {
  const { outputs, kinds: taken, answer, parameters, seeds } = submission;
  const problems = checkOutputs(kind, outputs, scoring.classes);
  problems.push(...checkForm('answer', answer), ...checkForm('parameters', parameters), ...checkLimits(submission.limits));
  if (taken.includes('answer') && !takesAnswers(kind)) problems.push(`submission.kinds: challenges of kind '${kind}' do not take 'answer'`);
  if (taken.includes('answer') && !answer) problems.push("submission: kind 'answer' needs a form 'answer'");
  if (kind === 'custom' && seeds) problems.push("submission.seeds: the platform cannot combine the models of a challenge of kind 'custom'");
  return problems;
}

function checkForm(which: 'answer' | 'parameters', form: Form = {}): string[] {
  return Object.entries(form).flatMap(([name, { range }]) => checkRange(`submission.${which}.${name}.range`, range));
}

function checkLimits({ gpu: _gpu, ...amounts }: ManifestFile['submission']['limits']): string[] {
  const problems = Object.entries(amounts).flatMap(([name, amount]) => (amount > 0 ? [] : [`submission.limits.${name}: must be above 0`]));
  const longest = longestStepSeconds.run;
  if (wallLimit(amounts) > longest)
    problems.push(`submission.limits.cpu: at most ${longest / wallLimit({ cpu: 3600 })}h, because a run ends after ${longest / 3600}h`);
  return problems;
}

export function takesAnswers(kind: ManifestFile['kind']): boolean {
  const { metrics, families } = declarationOf(kind);
  return [...Object.values(metrics), ...Object.values(families)].some(({ ofAnswers }) => ofAnswers);
}
