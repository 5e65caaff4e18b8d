import { BoardView, ChallengeDetail } from '@unblind/contracts';
import { Command } from 'commander';
import { ApiClient } from '../client/api-client';
import { CliError, exitCodes } from '../exit-codes';
import { formatMetric, print, printJson, table } from '../output/output';
import { readSettings } from '../settings';

interface Options {
  board?: string;
  phase?: string;
  all?: boolean;
  json?: boolean;
}

export function leaderboardCommand(): Command {
  return new Command('leaderboard')
    .description("show a challenge's board, with intervals and rank ranges")
    .argument('<challenge>')
    .option('--board <id>', "the board (default: the challenge's first)")
    .option('--phase <id>', 'the phase (default: the one that is open)')
    .option('--all', "every scored entry, not only each participant's best")
    .option('--json', 'print JSON')
    .action(leaderboard);
}

async function leaderboard(slug: string, { board, phase, all, json }: Options): Promise<void> {
  const api = new ApiClient(readSettings());
  const id = board ?? (await api.get(`/challenges/${slug}`, ChallengeDetail)).boards[0]?.id;
  if (!id) throw new CliError(exitCodes.participant, `${slug} has no board.`, 'Ask its organiser.', 'not-found');
  const query = new URLSearchParams({ show: all ? 'all' : 'best', ...(phase ? { phase } : {}) });
  const view = await api.get(`/challenges/${slug}/boards/${id}?${query}`, BoardView);
  if (json) return printJson(view);
  if (view.blinded) return print('This board is blinded until the organiser unblinds it.');
  print(
    `${slug}, ${view.phase}, by ${view.board.by}${view.simulated ? ', on simulated data' : ''}${view.openTruth ? ', whose test truth is public' : ''}`,
  );
  const rows = view.rows.map(({ rank, bestRank, worstRank, participant, method, baseline, score, submittedAt }) => [
    rank === null ? '–' : `${rank}`,
    bestRank === worstRank ? '' : `${bestRank}-${worstRank}`,
    participant.handle,
    baseline ? `${method} (baseline)` : method,
    formatMetric(score),
    submittedAt,
  ]);
  print(table(['rank', 'range', 'participant', 'method', view.board.by, 'submitted (UTC)'], rows));
}
