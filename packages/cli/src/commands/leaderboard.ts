import { BoardView, ChallengeDetail, nearest, ratioMetrics } from '@unblind/contracts';
import { Command } from 'commander';
import { ApiClient } from '../client/api-client';
import { CliError, exitCodes } from '../exit-codes';
import { formatMetric, print, printJson, table } from '../output/output';
import { readSettings } from '../settings';

interface Options {
  board?: string;
  phase?: string;
  all?: boolean;
  hardware?: string;
  json?: boolean;
}

export function leaderboardCommand(): Command {
  return new Command('leaderboard')
    .description("show a challenge's board, with intervals and rank ranges")
    .argument('<challenge>')
    .option('--board <id>', "the board (default: the challenge's first)")
    .option('--phase <id>', 'the phase (default: the one that is open)')
    .option('--all', "every scored entry, not only each participant's best")
    .option('--hardware <class>', 'only what was timed on machines of this class, as the column `timed on` has it')
    .option('--json', 'print JSON')
    .action(leaderboard);
}

async function leaderboard(slug: string, { board, phase, all, hardware, json }: Options): Promise<void> {
  const api = new ApiClient(readSettings());
  const id = board ?? (await api.get(`/challenges/${slug}`, ChallengeDetail)).boards[0]?.id;
  if (!id) throw new CliError(exitCodes.participant, `${slug} has no board.`, 'Ask its organiser.', 'not-found');
  const query = new URLSearchParams({ show: all ? 'all' : 'best', ...(phase && { phase }), ...(hardware && { hardware }) });
  const view = await api.get(`/challenges/${slug}/boards/${id}?${query}`, BoardView);
  const { classes, shown } = view.hardware;
  if (shown !== null && !view.blinded && !classes.includes(shown)) throw noSuchClass(shown, classes);
  if (json) return printJson(view);
  if (view.blinded) return print('This board is blinded until the organiser unblinds it.');
  print(
    `${slug}, ${view.phase}, by ${view.board.by}${view.simulated ? ', on simulated data' : ''}${view.openTruth ? ', whose test truth is public' : ''}`,
  );
  const notice = machinesNotice(view);
  if (notice) print(notice);
  const isTimed = classes.length > 0;
  const rows = view.rows.map(({ rank, bestRank, worstRank, participant, method, baseline, score, hardware: machine, submittedAt }) => [
    rank === null ? '–' : `${rank}`,
    bestRank === worstRank ? '' : `${bestRank}-${worstRank}`,
    participant.handle,
    baseline ? `${method} (baseline)` : method,
    rank === null && score.value !== null && score.note ? `${formatMetric(score)} (${score.note})` : formatMetric(score),
    ...(isTimed ? [machine ?? '–'] : []),
    submittedAt,
  ]);
  print(table(['rank', 'range', 'participant', 'method', view.board.by, ...(isTimed ? ['timed on'] : []), 'submitted (UTC)'], rows));
}

/** What of the machines a reader has to know to compare the rows. */
function machinesNotice({ board, hardware: { classes, shown } }: BoardView): string | null {
  const isRatio = ratioMetrics.some((name) => name === board.by);
  const others = classes.filter((name) => name !== shown);
  const also = others.length > 0 ? ` There are also entries on ${others.join('; ')} (--hardware).` : '';
  if (shown !== null) return `Timed on ${shown}.${also}`;
  return isRatio && classes.length > 1 ? 'Timed on different machines: only ratios to the reference model compare.' : null;
}

function noSuchClass(asked: string, classes: readonly string[]): CliError {
  const guess = nearest(asked, classes);
  const known = classes.length > 0 ? `there are ${classes.join('; ')}` : 'none of its entries is timed';
  return new CliError(
    exitCodes.participant,
    `No entry of this board was timed on '${asked}'; ${known}.`,
    guess ? `Did you mean '${guess}'?` : 'Leave --hardware out to see what there is.',
    'not-found',
  );
}
