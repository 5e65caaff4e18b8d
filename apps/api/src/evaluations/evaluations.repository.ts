import { Inject, Injectable } from '@nestjs/common';
import { unlessTaken } from '@unblind/database';
import type { Artefact, Database, Evaluation, Metric, Phase, Prisma } from '@unblind/database';
import { DATABASE } from '../common/tokens';

const shown = {
  phase: { include: { challengeVersion: { select: { manifest: true } } } },
  boardEntries: { select: { board: true, value: true } },
  submission: { select: { userId: true } },
  timing: true,
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

  /** Counts the waiting evaluations created before `createdAt`. Those of blinded phases are left out: they would show when others end. */
  countAhead(createdAt: Date): Promise<number> {
    return this.database.evaluation.count({
      where: {
        state: { in: ['received', 'inspecting', 'queued'] },
        createdAt: { lt: createdAt },
        phase: { NOT: { blinded: true, unblindedAt: null } },
      },
    });
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
