import {
  BoardView,
  ChallengeDetail,
  formatCount,
  isAcrossMachines,
  nearest,
  plainText,
  describeMetric,
  shownColumns,
} from '@unblind/contracts';
import { Command } from 'commander';
import { ApiClient } from '../client/api-client';
import { parseLimit, readPages } from '../client/pages';
import { CliError, exitCodes } from '../exit-codes';
import { print, printJson, table } from '../output/output';
import { readSettings } from '../settings';

interface Options {
  board?: string;
  phase?: string;
  all?: boolean;
  hardware?: string;
  limit?: number;
  json?: boolean;
}

export function leaderboardCommand(): Command {
  return new Command('leaderboard')
    .description("show a challenge's board, with intervals and rank ranges")
    .argument('<challenge>')
    .option('--board <id>', "the board (default: the challenge's first)")
    .option('--phase <id>', 'the phase (default: the one that is open)')
    .option('--all', "every scored entry, not only each participant's best")
    .option('--hardware <class>', 'only what was timed on machines of this class')
    .option('--limit <n>', 'at most this many rows (default: all)', parseLimit)
    .option('--json', 'print JSON')
    .action(leaderboard);
}

async function leaderboard(slug: string, { board, limit, json, ...asked }: Options): Promise<void> {
  const api = new ApiClient(readSettings());
  const challenge = await api.get(`/challenges/${slug}`, ChallengeDetail);
  const id = board ?? challenge.boards[0]?.id;
  if (!id) throw new CliError(exitCodes.participant, `${slug} has no board.`, 'Ask its organiser.', 'not-found');
  const view = await readBoard(api, `/challenges/${slug}/boards/${id}`, { ...asked, limit });
  const { classes, shown } = view.hardware;
  if (shown !== null && !view.blinded && !classes.includes(shown)) throw noSuchClass(shown, classes);
  if (json) return printJson(view);
  if (view.blinded) return print('This board is blinded until the organiser unblinds it.');
  const by = plainText(describeMetric(challenge.kind, view.board.by).title);
  print(
    `${slug}, ${view.phase}, by ${view.board.by} (${by})${view.simulated ? ', on simulated data' : ''}${view.openTruth ? ', whose test truth is public' : ''}`,
  );
  const notice = machinesNotice(view);
  if (notice) print(notice);
  if (view.rows.length === 0) return print('It has no entry yet.');
  const columns = shownColumns(view, challenge);
  print(
    table(
      columns.map(({ title }) => title),
      view.rows.map((row) => columns.map(({ cell }) => cell(row))),
    ),
  );
  const more = view.total - view.rows.length;
  if (more > 0) print(`${formatCount(more)} more of ${formatCount(view.total)}: leave --limit out to see all.`);
}

/** The largest page that the API gives. */
const pageSize = 200;

/** The whole board, or its first rows. */
async function readBoard(api: ApiClient, path: string, { phase, all, hardware, limit }: Options): Promise<BoardView> {
  const choice = { show: all ? 'all' : 'best', ...(phase && { phase }), ...(hardware && { hardware }) };
  const pages = await readPages((page) => api.get(`${path}?${new URLSearchParams({ ...choice, ...page }).toString()}`, BoardView), {
    limit,
    pageSize,
    itemsOf: ({ rows }) => rows,
  });
  const last = pages.at(-1);
  if (!last) throw new Error('a board has at least one page');
  return { ...last, rows: pages.flatMap(({ rows }) => rows) };
}

/** What of the machines a reader has to know to compare the rows. */
function machinesNotice(view: BoardView): string | null {
  const { classes, shown } = view.hardware;
  const others = classes.filter((name) => name !== shown);
  const also = others.length > 0 ? ` There are also entries on ${others.join('; ')} (--hardware).` : '';
  if (shown !== null) return `Timed on ${shown}.${also}`;
  return isAcrossMachines(view) ? 'Timed on different machines: only ratios to the reference model compare.' : null;
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
