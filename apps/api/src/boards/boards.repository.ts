import { Inject, Injectable } from '@nestjs/common';
import { decodeReplicates } from '@unblind/database';
import type { Database, Prisma } from '@unblind/database';
import { DATABASE } from '../common/tokens';

const shown = {
  evaluation: {
    select: {
      id: true,
      number: true,
      unsafe: true,
      inspection: true,
      timing: { select: { hardwareClass: true } },
      submission: { include: { user: { select: { handle: true, name: true } } } },
      metrics: { where: { variation: 'nominal' }, omit: { replicates: true } },
    },
  },
} satisfies Prisma.BoardEntryInclude;

export type Entry = Prisma.BoardEntryGetPayload<{ include: typeof shown }>;

/** Counts and times that change whenever the rows of a board may have changed. */
export interface BoardState {
  entries: number;
  submissions: number;
  updatedAt: Date | null;
}

@Injectable()
export class BoardsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async state(phaseId: string, board: string): Promise<BoardState> {
    const [row] = await this.database.$queryRaw<BoardState[]>`
      SELECT count(*)::int AS entries, max(e.updated_at) AS "updatedAt",
        (SELECT count(*)::int FROM submissions s WHERE s.phase_id = ${phaseId}::uuid) AS submissions
      FROM board_entries b JOIN evaluations e ON e.id = b.evaluation_id
      WHERE b.phase_id = ${phaseId}::uuid AND b.board = ${board}`;
    return row ?? { entries: 0, submissions: 0, updatedAt: null };
  }

  entries(phaseId: string, board: string): Promise<Entry[]> {
    return this.database.boardEntry.findMany({ where: { phaseId, board }, include: shown });
  }

  /** Bootstrap replicates of one metric, by evaluation. */
  async replicates(phaseId: string, board: string, metric: string): Promise<Map<string, Float64Array>> {
    const rows = await this.database.metric.findMany({
      where: { name: metric, variation: 'nominal', NOT: { replicates: null }, evaluation: { boardEntries: { some: { phaseId, board } } } },
      select: { evaluationId: true, replicates: true },
    });
    return new Map(rows.flatMap(({ evaluationId, replicates }) => (replicates ? [[evaluationId, decodeReplicates(replicates)]] : [])));
  }

  /** How many submissions each participant has in the phase. */
  async entriesPerUser(phaseId: string): Promise<Map<string, number>> {
    const groups = await this.database.submission.groupBy({ by: ['userId'], where: { phaseId }, _count: { _all: true } });
    return new Map(groups.map(({ userId, _count }) => [userId, _count._all]));
  }
}
