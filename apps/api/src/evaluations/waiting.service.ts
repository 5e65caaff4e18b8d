import { Inject, Injectable } from '@nestjs/common';
import { leftOf, placeIn } from '@unblind/assignments';
import type { Queues } from '@unblind/assignments';
import type { EvaluationView, QueueView, SecondsRange } from '@unblind/contracts';
import { limits } from '../common/limits';
import { CONFIG } from '../common/tokens';
import type { ApiConfig } from '../config';
import { EvaluationsRepository } from './evaluations.repository';
import type { ShownEvaluation } from './evaluations.repository';

export type Waiting = Pick<EvaluationView, 'queue' | 'secondsLeft'>;

const neither: Waiting = { queue: null, secondsLeft: null };

/** Says where an evaluation waits, and how long its step lasts. */
@Injectable()
export class WaitingService {
  /** The queues are read once for all who look at them. */
  private last: { at: number; queues: Promise<Queues> } | null = null;

  constructor(
    private readonly evaluations: EvaluationsRepository,
    @Inject(CONFIG) private readonly config: Pick<ApiConfig, 'entrantAtOnce'>,
  ) {}

  async of(evaluation: ShownEvaluation): Promise<Waiting> {
    const { id, state, timing } = evaluation;
    switch (state) {
      case 'received':
      case 'inspecting':
        return this.step('inspect', evaluation, evaluation);
      case 'queued':
      case 'running':
        return this.step('run', evaluation, evaluation);
      case 'scoring':
        return { queue: null, secondsLeft: byProgress(evaluation, new Date()) };
      case 'scored':
        return timing?.state === 'waiting' || timing?.state === 'running' ? this.step('time', { id, ...timing }, evaluation) : neither;
      default:
        return neither;
    }
  }

  private async step(
    step: QueueView['step'],
    row: Pick<ShownEvaluation, 'id' | 'heartbeatAt' | 'updatedAt'>,
    evaluation: ShownEvaluation,
  ): Promise<Waiting> {
    const queues = await this.queuesSince(row.updatedAt);
    if (row.heartbeatAt !== null) return { queue: null, secondsLeft: byProgress(evaluation, new Date()) ?? leftOf(queues, step, row.id) };
    const queue = placeIn(queues, step, row.id);
    if (step !== 'time' || queue?.waitsFor !== null) return { ...neither, queue };
    const waitsFor = await this.evaluations.timingWaitsFor(row.id);
    return { ...neither, queue: waitsFor === null ? queue : { ...queue, waitsFor, seconds: null } };
  }

  /** A row that was changed after the queues were last read is in those that are read now. */
  private queuesSince(changed: Date): Promise<Queues> {
    const now = Date.now();
    const { last } = this;
    const readAt = last?.at ?? -Infinity;
    const isFresh = now - readAt <= limits.queuesReadMs && changed.getTime() < readAt;
    if (last && isFresh) return last.queues;
    const aliveSince = new Date(now - limits.runnerAliveMs);
    const queues = this.evaluations.queues({ atOnce: this.config.entrantAtOnce, aliveSince });
    this.last = { at: now, queues };
    queues.catch(() => (this.last = null));
    return queues;
  }
}

/** What is left at the pace so far; null while there is none. */
function byProgress({ state, events, progressDone, progressTotal }: ShownEvaluation, now: Date): SecondsRange | null {
  const started = events.findLast((event) => event.state === state)?.createdAt;
  if (!started || progressDone <= 0 || progressTotal <= 0) return null;
  const seconds = ((now.getTime() - started.getTime()) / 1000) * (progressTotal / progressDone - 1);
  return { low: Math.max(0, seconds), high: Math.max(0, seconds) };
}
