import { Inject, Injectable } from '@nestjs/common';
import { entrantOfSubmission, unlessTaken } from '@unblind/database';
import type { Artefact, Database, Evaluation, Metric, Phase, Prisma } from '@unblind/database';
import { DATABASE } from '../common/tokens';

const shown = {
  phase: { include: { challengeVersion: { select: { manifest: true } } } },
  boardEntries: { select: { board: true, value: true } },
  submission: { select: { userId: true } },
  timing: true,
  rerun: true,
  events: { orderBy: { id: 'asc' } },
  metrics: { omit: { replicates: true }, orderBy: [{ variation: 'asc' }, { name: 'asc' }, { part: 'asc' }] },
} satisfies Prisma.EvaluationInclude;

export type ShownEvaluation = Prisma.EvaluationGetPayload<{ include: typeof shown }>;

@Injectable()
export class EvaluationsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  find(id: string): Promise<ShownEvaluation | null> {
    return this.database.evaluation.findUnique({ where: { id }, include: shown });
  }

  findWithFiles(id: string): Promise<(Evaluation & { submission: { artefacts: Artefact[] } }) | null> {
    return this.database.evaluation.findUnique({ where: { id }, include: { submission: { include: { artefacts: true } } } });
  }

  /** Creates the next evaluation of the same submission, with an audit entry. Returns null if there is one already. */
  async createNext({ id, submissionId, phaseId, number }: Evaluation, userId: string, message: string): Promise<Evaluation | null> {
    const events = { create: { state: 'received', fence: 0, message } } as const;
    const created = await unlessTaken(this.database.evaluation.create({ data: { submissionId, phaseId, number: number + 1, events } }));
    if (created) await this.database.auditEvent.create({ data: { userId, action: 'evaluation.retry', subject: `evaluation:${id}` } });
    return created;
  }

  /** The phases that these evaluations belong to. */
  phasesOf(ids: string[]): Promise<Phase[]> {
    return this.database.phase.findMany({ where: { evaluations: { some: { id: { in: ids } } } } });
  }

  /** The metrics of the nominal variation, with their replicates. */
  nominalMetrics(evaluationId: string, names: string[]): Promise<Metric[]> {
    return this.database.metric.findMany({ where: { evaluationId, variation: 'nominal', name: { in: names } } });
  }

  /**
   * Counts the waiting evaluations that come first, as entrants take turns. Those of blinded phases are left out: they would show when
   * others end.
   */
  async countAhead(id: string): Promise<number> {
    const [row] = await this.database.$queryRaw<{ ahead: number }[]>`
      WITH waiting AS (
        SELECT e.id, e.created_at, row_number() OVER (PARTITION BY ${entrantOfSubmission} ORDER BY e.created_at, e.id) AS turn
        FROM evaluations e
        JOIN submissions s ON s.id = e.submission_id
        JOIN phases p ON p.id = e.phase_id
        WHERE e.state IN ('received', 'inspecting', 'queued') AND NOT (p.blinded AND p.unblinded_at IS NULL))
      SELECT count(*)::int AS ahead FROM waiting own, waiting other
      WHERE own.id = ${id}::uuid AND (other.turn, other.created_at, other.id) < (own.turn, own.created_at, own.id)`;
    return row?.ahead ?? 0;
  }

  /** Counts the runners that take models. */
  countRunners(seenSince: Date): Promise<number> {
    return this.database.runner.count({ where: { refusal: null, seenAt: { gt: seenSince } } });
  }

  /** The median duration of the phase's last `runs` runs, in seconds; null if there was none. */
  async medianSeconds(phaseId: string, runs: number): Promise<number | null> {
    const [row] = await this.database.$queryRaw<{ seconds: number | null }[]>`
      SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds)::float8 AS seconds FROM (
        SELECT extract(epoch FROM e.finished_at - coalesce(max(v.created_at) FILTER (WHERE v.state = 'running'), min(v.created_at))) AS seconds
        FROM evaluations e
        JOIN evaluation_events v ON v.evaluation_id = e.id AND v.state IN ('running', 'scoring')
        WHERE e.phase_id = ${phaseId}::uuid AND e.state = 'scored'
        GROUP BY e.id
        ORDER BY e.finished_at DESC
        LIMIT ${runs}
      ) AS recent`;
    return row?.seconds ?? null;
  }
}
