import { SubmissionView, measuredText, pageOf, partNames } from '@unblind/contracts';
import type { MetricValue } from '@unblind/contracts';
import { Command } from 'commander';
import { ApiClient } from '../client/api-client';
import { parseLimit, readPages } from '../client/pages';
import { print, printJson, table } from '../output/output';
import { readSettings } from '../settings';

interface Options {
  limit?: number;
  json?: boolean;
}

/** The largest page size that the API allows. */
const pageSize = 100;

export function submissionsCommand(): Command {
  return new Command('submissions')
    .description('list your submissions, newest first')
    .argument('[challenge]')
    .option('--limit <n>', 'at most this many (default: all)', parseLimit)
    .option('--json', 'print JSON')
    .action(submissions);
}

async function submissions(challenge: string | undefined, { limit, json }: Options): Promise<void> {
  const api = new ApiClient(readSettings());
  const choice = { ...(challenge && { challenge }) };
  const pages = await readPages(
    (page) => api.get(`/submissions?${new URLSearchParams({ ...choice, ...page }).toString()}`, pageOf(SubmissionView)),
    {
      limit,
      pageSize,
      itemsOf: ({ items }) => items,
    },
  );
  const items = pages.flatMap((page) => page.items);
  if (json) return printJson(items);
  const rows = items.map(({ id, challenge: slug, phase, method, createdAt, evaluation, score, withheld }) => [
    id,
    slug,
    phase,
    method,
    evaluation.state,
    score ? scoreText(score) : withheld.some(({ reason }) => reason === 'ranking') ? 'not released' : '–',
    createdAt,
  ]);
  print(table(['id', 'challenge', 'phase', 'method', 'state', 'score', 'submitted (UTC)'], rows));
  if (pages.at(-1)?.nextCursor) print('There are more submissions: leave out --limit to see all.');
}

function scoreText(score: MetricValue): string {
  const part = score.part === undefined || score.part === 'whole' ? '' : ` (${partNames[score.part]})`;
  return `${score.name}${part} ${measuredText(score)}`;
}
