import { Inject, Injectable } from '@nestjs/common';
import type { Database, Runner } from '@unblind/database';
import { DATABASE } from '../common/tokens';

@Injectable()
export class StatusRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Throws if the database does not answer. */
  async check(): Promise<void> {
    await this.database.$queryRaw`SELECT 1`;
  }

  runners(): Promise<Runner[]> {
    return this.database.runner.findMany({ orderBy: { name: 'asc' } });
  }

  /** Counts the evaluations that wait to be run. Those of blinded phases are left out: the number would show when they start and end. */
  queued(): Promise<number> {
    return this.database.evaluation.count({
      where: { state: { in: ['received', 'inspecting', 'queued'] }, phase: { NOT: { blinded: true, unblindedAt: null } } },
    });
  }
}
