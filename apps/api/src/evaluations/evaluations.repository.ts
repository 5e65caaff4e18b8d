import { Inject, Injectable } from '@nestjs/common';
import { readQueues, timingsWaitFor } from '@unblind/assignments';
import type { Queues } from '@unblind/assignments';
import { unlessTaken } from '@unblind/database';
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

  queues(how: Parameters<typeof readQueues>[1]): Promise<Queues> {
    return readQueues(this.database, how);
  }

  /** What comes before a timing that a machine is there for; null: nothing. */
  timingWaitsFor(evaluationId: string): Promise<string | null> {
    return timingsWaitFor(this.database, evaluationId);
  }
}
