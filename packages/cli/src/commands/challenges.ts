import { ChallengeSummary } from '@unblind/contracts';
import { Command } from 'commander';
import { z } from 'zod';
import { ApiClient } from '../client/api-client';
import { print, printJson, table } from '../output/output';
import { readSettings } from '../settings';

export function challengesCommand(): Command {
  return new Command('challenges')
    .description('list the challenges of the platform')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const challenges = await new ApiClient(readSettings()).get('/challenges', z.array(ChallengeSummary));
      if (json) return printJson(challenges);
      const rows = challenges.map(({ slug, title, phases, dataSet, submissions }) => {
        const open = phases.filter(({ status }) => status === 'open').map(({ id }) => id);
        return [slug, title, open.join(', ') || 'none', dataSet?.simulated ? 'simulated' : 'real', String(submissions)];
      });
      print(table(['slug', 'title', 'open phases', 'data', 'submissions'], rows));
    });
}
