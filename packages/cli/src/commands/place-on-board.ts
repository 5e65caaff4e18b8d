import { BoardView, formatCount, type BoardRow, type EvaluationView, type SubmissionView } from '@unblind/contracts';
import type { ApiClient } from '../client/api-client';

/** Its rank on the first board that shows it, as everybody sees it there, and the link to its row. None where no board does. */
export async function placeOnBoard(
  api: Pick<ApiClient, 'get' | 'url'>,
  { id, challenge, phase }: Pick<SubmissionView, 'id' | 'challenge' | 'phase'>,
  { boards }: Pick<EvaluationView, 'boards'>,
): Promise<string[]> {
  const board = boards.find(({ score }) => score !== null)?.board;
  if (board === undefined) return [];
  const query = new URLSearchParams({ phase, show: 'best', limit: '200' });
  // The link works without the rank.
  const view = await api.get(`/challenges/${challenge}/boards/${board}?${query.toString()}`, BoardView).catch(() => null);
  const row = view?.rows.find(({ submissionId }) => submissionId === id);
  const link = `${api.url}/challenges/${challenge}/leaderboard?${new URLSearchParams({ phase, board, show: row ? 'best' : 'all' }).toString()}#entry-${id}`;
  return row?.rank && view
    ? [`Rank ${row.rank}${rankRange(row)} of ${formatCount(view.total)} on ${board}: ${link}`]
    : [`On the board: ${link}`];
}

/** The ranks that the uncertainties allow, if there are several. */
function rankRange({ bestRank, worstRank }: BoardRow): string {
  return bestRank === null || worstRank === null || bestRank === worstRank ? '' : ` (${bestRank} to ${worstRank})`;
}
