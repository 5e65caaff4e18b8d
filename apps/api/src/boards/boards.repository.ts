import { Inject, Injectable } from '@nestjs/common';
import { nominal } from '@unblind/contracts';
import type { MetricPart } from '@unblind/contracts';
import type { Database, Metric, Prisma } from '@unblind/database';
import { DATABASE } from '../common/tokens';

/** Without the metrics of the ranking part, which only a release may show. */
const shown = {
  id: true,
  number: true,
  unsafe: true,
  inspection: true,
  timing: { select: { state: true, hardwareClass: true } },
  submission: { include: { user: { select: { handle: true, name: true } } } },
  metrics: { where: { variation: nominal, part: { not: 'ranking' } }, omit: { replicates: true } },
} satisfies Prisma.EvaluationSelect;

export type ScoredEvaluation = Prisma.EvaluationGetPayload<{ select: typeof shown }>;

/** A place on a board. Null value: unscored, or the board's condition is not met. */
export interface Entry {
  value: number | null;
  disagreement: boolean;
  evaluation: ScoredEvaluation;
}

/** Counts and times that change whenever the rows of a board may have changed. */
export interface BoardState {
  entries: number;
  submissions: number;
  updatedAt: Date | null;
  /** Scored submissions and their entrants, without baselines. */
  fedBy: { entrants: number; submissions: number };
}

@Injectable()
export class BoardsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async state(phaseId: string, board: string): Promise<BoardState> {
    const [row] = await this.database.$queryRaw<Omit<BoardState, 'fedBy'>[]>`
      SELECT count(*)::int AS entries, max(e.updated_at) AS "updatedAt",
        (SELECT count(DISTINCT s.submission_id)::int FROM evaluations s WHERE s.phase_id = ${phaseId}::uuid) AS submissions
      FROM board_entries b JOIN evaluations e ON e.id = b.evaluation_id
      WHERE b.phase_id = ${phaseId}::uuid AND b.board = ${board}`;
    const [fedBy] = await this.database.$queryRaw<BoardState['fedBy'][]>`
      SELECT count(DISTINCT coalesce(s.team_id, s.user_id))::int AS entrants, count(DISTINCT s.id)::int AS submissions
      FROM submissions s JOIN evaluations e ON e.submission_id = s.id
      WHERE e.phase_id = ${phaseId}::uuid AND e.state = 'scored' AND NOT s.baseline`;
    return { ...(row ?? { entries: 0, submissions: 0, updatedAt: null }), fedBy: fedBy ?? { entrants: 0, submissions: 0 } };
  }

  /** The entries of a board. On a board with a Ladder they are its releases. */
  entries(phaseId: string, board: string): Promise<Entry[]> {
    return this.database.boardEntry.findMany({
      where: { phaseId, board },
      select: { value: true, disagreement: true, evaluation: { select: shown } },
    });
  }

  /** Those of the evaluations whose repeated runs gave other values. */
  async contested(evaluationIds: string[]): Promise<Set<string>> {
    const rows = await this.database.rerun.findMany({ where: { evaluationId: { in: evaluationIds }, state: 'disagreed' } });
    return new Set(rows.map(({ evaluationId }) => evaluationId));
  }

  /** Every scored evaluation of a phase. */
  scored(phaseId: string): Promise<ScoredEvaluation[]> {
    return this.database.evaluation.findMany({ where: { phaseId, state: 'scored' }, select: shown });
  }

  /** The metric that a board ranks by, with its replicates, by evaluation. */
  async rankingMetrics(phaseId: string, name: string, part: MetricPart): Promise<Map<string, Metric>> {
    const rows = await this.database.metric.findMany({ where: { name, part, variation: nominal, evaluation: { phaseId } } });
    return new Map(rows.map((row) => [row.evaluationId, row]));
  }

  /** How many submissions each participant has in the phase. */
  async entriesPerUser(phaseId: string): Promise<Map<string, number>> {
    const groups = await this.database.submission.groupBy({
      by: ['userId'],
      where: { evaluations: { some: { phaseId } } },
      _count: { _all: true },
    });
    return new Map(groups.map(({ userId, _count }) => [userId, _count._all]));
  }
}
