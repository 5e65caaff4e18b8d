import { Inject, Injectable } from '@nestjs/common';
import type { Database } from '@unblind/database';
import { limits } from '../common/limits';
import { DATABASE } from '../common/tokens';
import type { ShownEvaluation } from './evaluations.repository';

export interface Waiting {
  queuePosition: number | null;
  estimatedSecondsLeft: number | null;
}

/** How many are ahead, and how long it will take, judged by how long recent runs of the phase took. */
@Injectable()
export class WaitingService {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async of(evaluation: ShownEvaluation): Promise<Waiting> {
    if (evaluation.finishedAt) return { queuePosition: null, estimatedSecondsLeft: null };
    const typical = await this.typicalSeconds(evaluation.phaseId);
    if (evaluation.state === 'received' || evaluation.state === 'queued') {
      const queuePosition = await this.database.evaluation.count({
        where: { state: { in: ['received', 'inspecting', 'queued'] }, createdAt: { lt: evaluation.createdAt } },
      });
      const runners = Math.max(1, await this.runnersAlive());
      const estimatedSecondsLeft = typical === null ? null : Math.ceil(typical * (queuePosition / runners + 1));
      return { queuePosition, estimatedSecondsLeft };
    }
    return { queuePosition: null, estimatedSecondsLeft: secondsLeft(evaluation, typical, new Date()) };
  }

  private runnersAlive(): Promise<number> {
    return this.database.runner.count({ where: { refusal: null, seenAt: { gt: new Date(Date.now() - limits.runnerAliveMs) } } });
  }

  /** The median over recent runs; null when there was none. */
  private async typicalSeconds(phaseId: string): Promise<number | null> {
    const [row] = await this.database.$queryRaw<{ seconds: number | null }[]>`
      SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds)::float8 AS seconds FROM (
        SELECT extract(epoch FROM e.finished_at - coalesce(max(v.created_at) FILTER (WHERE v.state = 'running'), min(v.created_at))) AS seconds
        FROM evaluations e
        JOIN evaluation_events v ON v.evaluation_id = e.id AND v.state IN ('running', 'scoring')
        WHERE e.phase_id = ${phaseId}::uuid AND e.state = 'scored'
        GROUP BY e.id
        ORDER BY e.finished_at DESC
        LIMIT ${limits.recentRuns}
      ) AS recent`;
    return row?.seconds ?? null;
  }
}

/** From its own pace when it has progress to show, otherwise from the typical run. */
function secondsLeft({ state, events, progressDone, progressTotal }: ShownEvaluation, typical: number | null, now: Date): number | null {
  const started = events.findLast((event) => event.state === 'running' || event.state === 'scoring')?.createdAt;
  if (!started) return typical === null ? null : Math.ceil(typical);
  const elapsed = (now.getTime() - started.getTime()) / 1000;
  if (state === 'running' && progressDone > 0) return Math.ceil((elapsed * (progressTotal - progressDone)) / progressDone);
  return typical === null ? null : Math.max(0, Math.ceil(typical - elapsed));
}
