import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { feedbackInWords } from '@unblind/contracts';
import type { Board, BoardQuery, BoardView } from '@unblind/contracts';
import type { Phase } from '@unblind/database';
import { ChallengesRepository } from '../challenges/challenges.repository';
import type { ShownChallenge } from '../challenges/challenges.repository';
import { isBlinded, isInUse } from '../challenges/phases';
import { notFound } from '../common/problem';
import { boardRows, unreleasedRows } from './board-rows';
import { partOf, releaseOf } from './board-score';
import type { Release } from './board-score';
import { choosePhase } from './choose-phase';
import { hardwareOf } from './board-hardware';
import { BoardsRepository } from './boards.repository';
import type { BoardState, Entry } from './boards.repository';
import { placeEntries } from './place-entries';

type Show = BoardQuery['show'];

/** The current state of a whole board, before paging. */
export interface BoardNow {
  challenge: ShownChallenge;
  phase: Phase;
  board: Board;
  release: Release;
  show: Show;
  hardware: string | undefined;
  /** Null while the phase is blinded: nothing tells of its results then. */
  state: BoardState | null;
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
  async now(slug: string, boardId: string, query: { version?: number; phase?: string; show: Show; hardware?: string }): Promise<BoardNow> {
    const challenge = await this.challenges.findVersion(slug, query.version);
    const { boards } = challenge.manifest.scoring;
    const board = boards.find(({ id }) => id === boardId);
    if (!board) throw notFound(`board '${boardId}' of ${slug}; it has ${boards.map(({ id }) => id).join(', ')}`);
    const phase = choosePhase(challenge, board, query.phase);
    const release = releaseOf(board, phase, challenge.dataSet?.openTruth !== true);
    const state = isBlinded(phase) ? null : await this.boards.state(phase.id, board.id);
    const { show, hardware } = query;
    const version = fingerprint([
      phase.id,
      challenge.archivedAt,
      board,
      release,
      isInUse(phase),
      show,
      hardware,
      state,
      challenge.manifest.published,
    ]);
    return { challenge, phase, board, release, show, hardware, state, version };
  }

  /** The ranking, computed once per version of the board. */
  ranking(now: BoardNow): Promise<Ranking> {
    const { version } = now;
    const known = this.cache.get(version);
    if (known) return known;
    const computed = this.compute(now);
    computed.catch(() => this.cache.delete(version));
    this.cache.set(version, computed);
    for (const oldest of this.cache.keys()) if (this.cache.size > cachedBoards) this.cache.delete(oldest);
    return computed;
  }

  async page(now: BoardNow, offset: number, limit: number): Promise<BoardView> {
    const { challenge, phase, board, release, state } = now;
    const { rows, hardware } = await this.ranking(now);
    const end = offset + limit;
    return {
      challenge: challenge.slug,
      version: challenge.version,
      archivedAt: challenge.archivedAt?.toISOString() ?? null,
      phase: phase.slug,
      board,
      simulated: challenge.dataSet?.simulated ?? false,
      openTruth: challenge.dataSet?.openTruth ?? false,
      blinded: isBlinded(phase),
      part: partOf(release),
      feedback: release === 'ladder' && board.feedback ? feedbackInWords(board.feedback) : null,
      fedBy: state?.fedBy ?? null,
      rows: rows.slice(offset, end),
      hardware,
      total: rows.length,
      nextCursor: end < rows.length ? String(end) : null,
      published: challenge.manifest.published,
      updatedAt: state?.updatedAt?.toISOString() ?? null,
    };
  }

  /** The page as organisers see it: with what the platform found of runs of remote runners. */
  async forOrganisers(page: BoardView): Promise<BoardView> {
    const contested = await this.boards.contested(page.rows.map(({ evaluationId }) => evaluationId));
    return { ...page, rows: page.rows.map((row) => ({ ...row, contested: contested.has(row.evaluationId) })) };
  }

  private async compute({ challenge, phase, board, release, show, hardware: asked }: BoardNow): Promise<Ranking> {
    if (isBlinded(phase)) return { rows: [], hardware: { classes: [], shown: null } };
    const beyondEntries = release === 'unblinded' || (release === 'ladder' && show === 'all');
    const [entries, scored, metrics, entriesPerUser] = await Promise.all([
      this.boards.entries(phase.id, board.id),
      beyondEntries ? this.boards.scored(phase.id) : [],
      this.boards.rankingMetrics(phase.id, board.by, partOf(release)),
      this.boards.entriesPerUser(phase.id),
    ]);
    const { placed, unreleased } = placeEntries({ kind: challenge.manifest.kind, board, release, entries, scored, metrics });
    const hardware = hardwareOf(
      [...placed, ...unreleased].map(({ evaluation }) => evaluation),
      board,
      asked,
    );
    const isShown = ({ evaluation }: Entry) => hardware.shown === null || evaluation.timing?.hardwareClass === hardware.shown;
    const ranking = { board, release, inUse: isInUse(phase), metrics, entriesPerUser };
    const rows = [...boardRows(placed.filter(isShown), { ...ranking, show }), ...unreleasedRows(unreleased.filter(isShown), ranking)];
    return { rows, hardware };
  }
}

function fingerprint(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
}
