import type { BoardQuery, ChallengeDetail } from '@unblind/contracts';
import { currentPhase } from '@/features/challenges/labels';

export interface BoardChoice {
  board: string;
  phase: string;
  show: BoardQuery['show'];
  cursor: string | null;
  /** A class of machines; null for the board's default selection. */
  hardware: string | null;
  /** An archived version; null for the current one. */
  version: number | null;
}

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** The selection in the URL. Missing or unknown values become the first board, the current phase and each participant's best entry. */
export async function chooseBoard(challenge: ChallengeDetail, search: SearchParams): Promise<BoardChoice> {
  const requested = await search;
  const phase = challenge.phases.find(({ id }) => id === requested.phase) ?? currentPhase(challenge.phases);
  const boards = boardsOf(challenge, phase?.id);
  const board = boards.find(({ id }) => id === requested.board) ?? boards[0];
  return {
    board: board?.id ?? '',
    phase: phase?.id ?? '',
    show: requested.show === 'all' ? 'all' : 'best',
    cursor: typeof requested.cursor === 'string' ? requested.cursor : null,
    hardware: typeof requested.hardware === 'string' ? requested.hardware : null,
    version: challenge.archivedAt === null ? null : challenge.version,
  };
}

/** The boards that a phase has. */
export function boardsOf({ boards, phases }: ChallengeDetail, phase: string | undefined): ChallengeDetail['boards'] {
  const ids = phases.find(({ id }) => id === phase)?.boards;
  return boards.filter(({ id }) => ids?.includes(id) ?? true);
}

export function boardQuery({ phase, show, cursor, hardware, version }: BoardChoice): URLSearchParams {
  return new URLSearchParams({
    ...(version !== null && { version: String(version) }),
    phase,
    show,
    ...(cursor && { cursor }),
    ...(hardware && { hardware }),
  });
}

/** The URL of the leaderboard page with this selection. */
export function boardHref(slug: string, choice: BoardChoice): string {
  const query = boardQuery(choice);
  query.set('board', choice.board);
  return `/challenges/${slug}/leaderboard?${query}`;
}

/** The URL of the API's CSV export of the whole board. */
export function csvHref(slug: string, choice: BoardChoice): string {
  return `/api/v1/challenges/${slug}/boards/${choice.board}.csv?${boardQuery({ ...choice, cursor: null })}`;
}
