import { EvaluationView, SubmissionView } from '@unblind/contracts';
import { Command } from 'commander';
import { ApiClient } from '../client/api-client';
import { printEvaluation } from '../output/evaluation';
import { faultAsError, print, printJson } from '../output/output';
import { readSettings } from '../settings';

export function submissionCommand(): Command {
  return new Command('submission')
    .description('show where a submission stands: its state, its queue, its result')
    .argument('<id>')
    .option('--json', 'print JSON')
    .action(show);
}

async function show(id: string, { json }: { json?: boolean }): Promise<void> {
  const api = new ApiClient(readSettings());
  const submission = await api.get(`/submissions/${encodeURIComponent(id)}`, SubmissionView);
  const evaluation = await api.get(`/evaluations/${submission.evaluation.id}`, EvaluationView);
  if (json) return printJson({ ...submission, evaluation });
  print(`${submission.method} (${submission.challenge}, ${submission.phase})`);
  printEvaluation(evaluation);
  if (evaluation.fault) print(faultAsError(evaluation.fault).message);
}
