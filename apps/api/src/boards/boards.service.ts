import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Board, BoardQuery, BoardView } from '@unblind/contracts';
import type { Phase } from '@unblind/database';
import { ChallengesRepository } from '../challenges/challenges.repository';
import type { CurrentChallenge } from '../challenges/challenges.repository';
import { isBlinded } from '../challenges/phases';
import { notFound } from '../common/problem';
import { boardRows } from './board-rows';
import { choosePhase } from './choose-phase';
import { hardwareOf } from './board-hardware';
import { BoardsRepository } from './boards.repository';
import type { BoardState } from './boards.repository';

type Show = BoardQuery['show'];

/** The current state of a whole board, before paging. */
export interface BoardNow {
  challenge: CurrentChallenge;
  phase: Phase;
  board: Board;
  show: Show;
  hardware: string | undefined;
  state: BoardState;
  /** Changes whenever the rows change. */
  version: string;
}

type Ranking = Pick<BoardView, 'rows' | 'hardware'>;

const cachedBoards = 100;

@Injectable()
export class BoardsService {
  private readonly cache = new Map<string, Promise<Ranking>>();

  constructor(
    private readonly challenges: ChallengesRepository,
    private readonly boards: BoardsRepository,
  ) {}

  /** Finds the board and its version, without computing the ranking. */
  async now(slug: string, boardId: string, query: { phase?: string; show: Show; hardware?: string }): Promise<BoardNow> {
    const challenge = await this.challenges.findCurrent(slug);
    const { boards } = challenge.manifest.scoring;
    const board = boards.find(({ id }) => id === boardId);
    if (!board) throw notFound(`board '${boardId}' of ${slug}; it has ${boards.map(({ id }) => id).join(', ')}`);
    const phase = choosePhase(challenge, board, query.phase);
    const state = await this.boards.state(phase.id, board.id);
    const { show, hardware } = query;
    const version = fingerprint([phase.id, board, show, hardware, isBlinded(phase) || state, challenge.manifest.published]);
    return { challenge, phase, board, show, hardware, state, version };
  }

  /** The ranking, computed once per version of the board. */
  ranking({ phase, board, show, hardware, version }: BoardNow): Promise<Ranking> {
    const known = this.cache.get(version);
    if (known) return known;
    const computed = this.compute(phase, board, show, hardware);
    computed.catch(() => this.cache.delete(version));
    this.cache.set(version, computed);
    for (const oldest of this.cache.keys()) if (this.cache.size > cachedBoards) this.cache.delete(oldest);
    return computed;
  }

  async page(now: BoardNow, offset: number, limit: number): Promise<BoardView> {
    const { challenge, phase, board, state } = now;
    const { rows, hardware } = await this.ranking(now);
    const end = offset + limit;
    return {
      challenge: challenge.slug,
      phase: phase.slug,
      board,
      simulated: challenge.dataSet?.simulated ?? false,
      openTruth: challenge.dataSet?.openTruth ?? false,
      blinded: isBlinded(phase),
      rows: rows.slice(offset, end),
      hardware,
      total: rows.length,
      nextCursor: end < rows.length ? String(end) : null,
      published: challenge.manifest.published,
      updatedAt: isBlinded(phase) ? null : (state.updatedAt?.toISOString() ?? null),
    };
  }

  private async compute(phase: Phase, board: Board, show: Show, asked: string | undefined): Promise<Ranking> {
    if (isBlinded(phase)) return { rows: [], hardware: { classes: [], shown: null } };
    const [entries, replicates, entriesPerUser] = await Promise.all([
      this.boards.entries(phase.id, board.id),
      this.boards.replicates(phase.id, board.id, board.by),
      this.boards.entriesPerUser(phase.id),
    ]);
    const hardware = hardwareOf(entries, board, asked);
    const comparable = entries.filter(({ evaluation }) => hardware.shown === null || evaluation.timing?.hardwareClass === hardware.shown);
    return { rows: boardRows(comparable, { board, show, replicates, entriesPerUser }), hardware };
  }
}

function fingerprint(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
}
