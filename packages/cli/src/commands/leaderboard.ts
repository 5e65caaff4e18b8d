import {
  BoardView,
  ChallengeDetail,
  formatCount,
  isAcrossMachines,
  nearest,
  partNames,
  plainText,
  describeMetric,
  shownColumns,
} from '@unblind/contracts';
import { Command } from 'commander';
import { ApiClient } from '../client/api-client';
import { parseLimit, readPages } from '../client/pages';
import { parseVersion, versionQuery } from '../client/version-query';
import { CliError, exitCodes } from '../exit-codes';
import { print, printJson, table } from '../output/output';
import { readSettings } from '../settings';

interface Options {
  board?: string;
  phase?: string;
  archived?: number;
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
    .option('--phase <id>', 'the phase (default: the open one)')
    .option('--archived <n>', 'an archived version, by its number (default: the version that is shown)', parseVersion)
    .option('--all', "every scored entry, not only each participant's best")
    .option('--hardware <class>', 'only entries timed on machines of this class')
    .option('--limit <n>', 'at most this many rows (default: all)', parseLimit)
    .option('--json', 'print JSON')
    .action(leaderboard);
}

async function leaderboard(slug: string, { board, limit, json, ...filter }: Options): Promise<void> {
  const api = new ApiClient(readSettings());
  const challenge = await api.get(`/challenges/${slug}${versionQuery(filter.archived)}`, ChallengeDetail);
  const id = board ?? challenge.boards[0]?.id;
  if (!id) throw new CliError(exitCodes.participant, `${slug} has no board.`, 'Ask its organiser.', 'not-found');
  const view = await readBoard(api, `/challenges/${slug}/boards/${id}`, { ...filter, limit });
  const { classes, shown } = view.hardware;
  if (shown !== null && !view.blinded && !classes.includes(shown)) throw noSuchClass(shown, classes);
  if (json) return printJson(view);
  if (view.blinded) return print('This board is blinded until the organiser unblinds it.');
  const by = plainText(describeMetric(challenge.kind, view.board.by).title);
  print(
    `${slug}, ${view.phase}, by ${view.board.by} (${by})${view.simulated ? ', on simulated data' : ''}${view.openTruth ? ', whose test truth is public' : ''}`,
  );
  for (const line of howToRead(view)) print(line);
  const notice = machinesNotice(view);
  if (notice) print(notice);
  if (view.rows.length === 0) return print('This board has no entries yet.');
  const columns = shownColumns(view, challenge);
  print(
    table(
      columns.map(({ title }) => title),
      view.rows.map((row) => columns.map(({ cell }) => cell(row))),
    ),
  );
  const more = view.total - view.rows.length;
  if (more > 0) print(`${formatCount(more)} of ${formatCount(view.total)} not shown: leave out --limit to see all.`);
}

/** The largest page size that the API allows. */
const pageSize = 200;

/** Reads the whole board, or its first `limit` rows. */
async function readBoard(api: ApiClient, path: string, { phase, archived, all, hardware, limit }: Options): Promise<BoardView> {
  const choice = {
    show: all ? 'all' : 'best',
    ...(phase && { phase }),
    ...(archived !== undefined && { version: String(archived) }),
    ...(hardware && { hardware }),
  };
  const pages = await readPages((page) => api.get(`${path}?${new URLSearchParams({ ...choice, ...page }).toString()}`, BoardView), {
    limit,
    pageSize,
    itemsOf: ({ rows }) => rows,
  });
  const last = pages.at(-1);
  if (!last) throw new Error('a board has at least one page');
  return { ...last, rows: pages.flatMap(({ rows }) => rows) };
}

/** What the numbers are of, when they appear, and how many entrants they come from. */
function howToRead({ version, archivedAt, part, feedback, fedBy }: BoardView): string[] {
  const { ranking, diagnostic } = partNames;
  return [
    ...(archivedAt === null ? [] : [`Archived version ${version}, closed on ${archivedAt}.`]),
    ...(part === 'ranking'
      ? [`Ranks come from the ${ranking} of the split; other columns are of the ${diagnostic} and rank nothing.`]
      : []),
    ...(feedback === null ? [] : [feedback]),
    ...(fedBy ? [`Scored submissions: ${formatCount(fedBy.submissions)}, from accounts: ${formatCount(fedBy.entrants)}.`] : []),
  ];
}

/** The machines that the rows were timed on, if they matter for comparing the rows. */
function machinesNotice(view: BoardView): string | null {
  const { classes, shown } = view.hardware;
  const others = classes.filter((name) => name !== shown);
  const also = others.length > 0 ? ` There are also entries on ${others.join('; ')} (--hardware).` : '';
  if (shown !== null) return `Timed on ${shown}.${also}`;
  return isAcrossMachines(view) ? 'Timed on different machines: only the ratios to the reference model are comparable.' : null;
}

function noSuchClass(requested: string, classes: readonly string[]): CliError {
  const guess = nearest(requested, classes);
  const known = classes.length > 0 ? `the classes are ${classes.join('; ')}` : 'no entry of this board has been timed';
  return new CliError(
    exitCodes.participant,
    `No entry of this board was timed on '${requested}'; ${known}.`,
    guess ? `Did you mean '${guess}'?` : 'Leave out --hardware to see all entries.',
    'not-found',
  );
}
