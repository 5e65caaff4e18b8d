import { Inject, Injectable } from '@nestjs/common';
import type { Database, Prisma } from '@unblind/database';
import { DATABASE } from '../common/tokens';

/** What a view of a submission shows; the large columns stay where they are. */
const shown = {
  user: { select: { handle: true, name: true } },
  phase: { include: { challengeVersion: { select: { manifest: true, challenge: { select: { slug: true } } } } } },
  artefacts: { orderBy: { ordinal: 'asc' } },
  evaluations: {
    orderBy: { number: 'desc' },
    omit: { inspection: true, binding: true, plots: true, provenance: true },
    include: { metrics: { where: { variation: 'nominal' }, omit: { replicates: true } } },
  },
} satisfies Prisma.SubmissionInclude;

export type ShownSubmission = Prisma.SubmissionGetPayload<{ include: typeof shown }>;

@Injectable()
export class SubmissionsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  find(id: string): Promise<ShownSubmission | null> {
    return this.database.submission.findUnique({ where: { id }, include: shown });
  }

  /** Newest first. */
  page(userId: string, { challenge, cursor, limit }: { challenge?: string; cursor?: string; limit: number }): Promise<ShownSubmission[]> {
    return this.database.submission.findMany({
      where: {
        userId,
        ...(challenge === undefined ? {} : { phase: { challengeVersion: { challenge: { slug: challenge } } } }),
        ...(cursor === undefined ? {} : { id: { lt: cursor } }),
      },
      orderBy: { id: 'desc' },
      take: limit,
      include: shown,
    });
  }
}
