import { Injectable } from '@nestjs/common';
import { limits } from '../common/limits';
import { EvaluationsRepository } from './evaluations.repository';
import type { ShownEvaluation } from './evaluations.repository';

export interface Waiting {
  queuePosition: number | null;
  estimatedSecondsLeft: number | null;
}

/** Estimates the place in the queue and the waiting time, from the durations of recent runs of the phase. */
@Injectable()
export class WaitingService {
  constructor(private readonly evaluations: EvaluationsRepository) {}

  async of(evaluation: ShownEvaluation): Promise<Waiting> {
    if (evaluation.finishedAt) return { queuePosition: null, estimatedSecondsLeft: null };
    const typical = await this.evaluations.medianSeconds(evaluation.phaseId, limits.recentRuns);
    if (evaluation.state === 'received' || evaluation.state === 'queued') {
      const queuePosition = await this.evaluations.countAhead(evaluation.id);
      const runners = Math.max(1, await this.evaluations.countRunners(new Date(Date.now() - limits.runnerAliveMs)));
      // Nobody knows when a runner comes that can take it.
      const estimatedSecondsLeft =
        typical === null || evaluation.waitingFor !== null ? null : Math.ceil(typical * (queuePosition / runners + 1));
      return { queuePosition, estimatedSecondsLeft };
    }
    return { queuePosition: null, estimatedSecondsLeft: secondsLeft(evaluation, typical, new Date()) };
  }
}

/** Estimates from the run's own progress if there is any, else from the typical run. */
function secondsLeft({ state, events, progressDone, progressTotal }: ShownEvaluation, typical: number | null, now: Date): number | null {
  const started = events.findLast((event) => event.state === 'running' || event.state === 'scoring')?.createdAt;
  if (!started) return typical === null ? null : Math.ceil(typical);
  const elapsed = (now.getTime() - started.getTime()) / 1000;
  if (state === 'running' && progressDone > 0) return Math.ceil((elapsed * (progressTotal - progressDone)) / progressDone);
  return typical === null ? null : Math.max(0, Math.ceil(typical - elapsed));
}
