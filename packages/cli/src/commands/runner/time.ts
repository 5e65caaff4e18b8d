import { RunnerTime, formatDuration } from '@unblind/contracts';
import { Command } from 'commander';
import { ApiClient } from '../../client/api-client';
import { print, printJson, table } from '../../output/output';
import { readSettings } from '../../settings';

export function runnerTimeCommand(): Command {
  return new Command('time')
    .description('for organisers: show the time that runners spent, by challenge, entrant and submission')
    .option('--challenge <slug>', 'of this challenge alone')
    .option('--json', 'print JSON')
    .action(show);
}

async function show({ challenge, json }: { challenge?: string; json?: boolean }): Promise<void> {
  const query = challenge === undefined ? '' : `?challenge=${encodeURIComponent(challenge)}`;
  const time = await new ApiClient(readSettings()).get(`/runner-time${query}`, RunnerTime);
  if (json) return printJson(time);
  const { challenges, entrants, submissions } = time;
  const sums = ({ attempts, seconds, lostSeconds, remoteSeconds }: RunnerTime['challenges'][number]): string[] => [
    String(attempts),
    ...[seconds, lostSeconds, remoteSeconds].map((value) => (value === 0 ? '–' : formatDuration(value))),
  ];
  const heads = ['attempts', 'time', 'lost', 'remote'];
  print(
    table(
      ['challenge', ...heads],
      challenges.map((row) => [row.challenge, ...sums(row)]),
    ),
  );
  const byEntrant = entrants.map((row) => [row.team ? `${row.entrant} (team)` : row.entrant, row.challenge, ...sums(row)]);
  print(`\n${table(['entrant', 'challenge', ...heads], byEntrant)}`);
  const bySubmission = submissions.map((row) => [row.submissionId, row.method, row.entrant, ...sums(row)]);
  print(`\n${table(['submission', 'method', 'entrant', ...heads], bySubmission)}`);
}
