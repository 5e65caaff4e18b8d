import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '@unblind/database';
import { DATABASE } from '../common/tokens';

/** How many of the submissions that failed last are looked at for what they have in common. */
const newestFailed = 100;

/** What may keep a challenge from working. Faults are as they are stored. */
export interface ConditionRow {
  slug: string;
  archivedAt: Date | null;
  problems: unknown;
  dataFault: unknown;
  failedScorings: unknown[];
  failedBaselines: { method: string; fault: unknown }[];
}

@Injectable()
export class ChallengeConditionsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** All challenges, or one, by the version that is shown. */
  async list(slug: string | undefined): Promise<ConditionRow[]> {
    const challenges = await this.database.challenge.findMany({
      where: slug === undefined ? {} : { slug },
      orderBy: { slug: 'asc' },
      include: {
        versions: {
          where: { NOT: { publishedAt: null } },
          orderBy: { publishedAt: 'desc' },
          take: 1,
          include: { dataSets: { where: { state: 'failed' } } },
        },
      },
    });
    return Promise.all(
      challenges.map(async ({ versions: [version], ...challenge }) => ({
        ...challenge,
        dataFault: version?.dataSets[0]?.fault ?? null,
        failedScorings: version ? await this.failedScorings(version.id) : [],
        failedBaselines: version ? await this.failedBaselines(version.id) : [],
      })),
    );
  }

  private async failedScorings(challengeVersionId: string): Promise<unknown[]> {
    const failed = await this.database.evaluation.findMany({
      where: { state: 'failed', phase: { challengeVersionId } },
      orderBy: { updatedAt: 'desc' },
      take: newestFailed,
      select: { fault: true },
    });
    return failed.map(({ fault }) => fault);
  }

  /** By the last evaluation of each. */
  private async failedBaselines(challengeVersionId: string): Promise<ConditionRow['failedBaselines']> {
    const baselines = await this.database.submission.findMany({
      where: { baseline: true, phase: { challengeVersionId } },
      select: { method: true, evaluations: { orderBy: { number: 'desc' }, take: 1, select: { state: true, fault: true } } },
    });
    return baselines.flatMap(({ method, evaluations: [last] }) =>
      last?.state === 'failed' || last?.state === 'rejected' ? [{ method, fault: last.fault }] : [],
    );
  }
}
