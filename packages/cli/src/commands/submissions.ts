import { SubmissionView, pageOf } from '@unblind/contracts';
import { Command } from 'commander';
import { ApiClient } from '../client/api-client';
import { formatMetric, print, printJson, table } from '../output/output';
import { readSettings } from '../settings';

export function submissionsCommand(): Command {
  return new Command('submissions')
    .description('list your submissions, newest first')
    .argument('[challenge]')
    .option('--limit <n>', 'at most this many', '50')
    .option('--json', 'print JSON')
    .action(async (challenge: string | undefined, { limit, json }: { limit: string; json?: boolean }) => {
      const query = new URLSearchParams({ limit, ...(challenge ? { challenge } : {}) });
      const { items } = await new ApiClient(readSettings()).get(`/submissions?${query}`, pageOf(SubmissionView));
      if (json) return printJson(items);
      const rows = items.map(({ id, challenge: slug, phase, method, createdAt, evaluation, score }) => [
        id,
        slug,
        phase,
        method,
        evaluation.state,
        score ? `${score.name} ${formatMetric(score)}` : '–',
        createdAt,
      ]);
      print(table(['id', 'challenge', 'phase', 'method', 'state', 'score', 'submitted (UTC)'], rows));
    });
}
