import type { BoardQuery, ChallengeDetail } from '@unblind/contracts';
import { currentPhase } from '@/features/challenges/labels';

export interface BoardChoice {
  board: string;
  phase: string;
  show: BoardQuery['show'];
  cursor: string | null;
  /** A class of machines; null: what the board shows by itself. */
  hardware: string | null;
}

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** What the address asks for; what it leaves open, or asks in vain, is the first board, the current phase and everyone's best. */
export async function chooseBoard(challenge: ChallengeDetail, search: SearchParams): Promise<BoardChoice> {
  const asked = await search;
  const phase = challenge.phases.find(({ id }) => id === asked.phase) ?? currentPhase(challenge.phases);
  const boards = boardsOf(challenge, phase?.id);
  const board = boards.find(({ id }) => id === asked.board) ?? boards[0];
  return {
    board: board?.id ?? '',
    phase: phase?.id ?? '',
    show: asked.show === 'all' ? 'all' : 'best',
    cursor: typeof asked.cursor === 'string' ? asked.cursor : null,
    hardware: typeof asked.hardware === 'string' ? asked.hardware : null,
  };
}

/** The boards that a phase has. */
export function boardsOf({ boards, phases }: ChallengeDetail, phase: string | undefined): ChallengeDetail['boards'] {
  const ids = phases.find(({ id }) => id === phase)?.boards;
  return boards.filter(({ id }) => ids?.includes(id) ?? true);
}

export function boardQuery({ phase, show, cursor, hardware }: BoardChoice): URLSearchParams {
  return new URLSearchParams({ phase, show, ...(cursor && { cursor }), ...(hardware && { hardware }) });
}

/** The address of a choice on the leaderboard's page. */
export function boardHref(slug: string, choice: BoardChoice): string {
  const query = boardQuery(choice);
  query.set('board', choice.board);
  return `/challenges/${slug}/leaderboard?${query}`;
}

/** The whole board as the API exports it. */
export function csvHref(slug: string, choice: BoardChoice): string {
  return `/api/v1/challenges/${slug}/boards/${choice.board}.csv?${boardQuery({ ...choice, cursor: null })}`;
}
