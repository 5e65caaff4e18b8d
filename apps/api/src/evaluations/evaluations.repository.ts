import { Inject, Injectable } from '@nestjs/common';
import type { Database, Prisma } from '@unblind/database';
import { DATABASE } from '../common/tokens';

const shown = {
  phase: true,
  submission: { select: { userId: true } },
  timing: true,
  events: { orderBy: { id: 'asc' } },
  metrics: { omit: { replicates: true }, orderBy: [{ variation: 'asc' }, { name: 'asc' }] },
} satisfies Prisma.EvaluationInclude;

export type ShownEvaluation = Prisma.EvaluationGetPayload<{ include: typeof shown }>;

@Injectable()
export class EvaluationsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  find(id: string): Promise<ShownEvaluation | null> {
    return this.database.evaluation.findUnique({ where: { id }, include: shown });
  }
}
