import { Inject, Injectable } from '@nestjs/common';
import { isTerminal } from '@unblind/contracts';
import type { EvaluationView } from '@unblind/contracts';
import type { Request, Response } from 'express';
import type { Identity } from '../access/identity';
import { EventStream } from '../common/event-stream';
import { ProblemException, notFound } from '../common/problem';
import { CONFIG } from '../common/tokens';
import type { ApiConfig } from '../config';
import { audienceOf } from './audience';
import { EvaluationFeed } from './evaluation-feed';
import type { Snapshot } from './evaluation-feed';
import { evaluationView } from './evaluation-view';
import { EvaluationsRepository } from './evaluations.repository';

@Injectable()
export class EvaluationsService {
  constructor(
    private readonly evaluations: EvaluationsRepository,
    private readonly feed: EvaluationFeed,
    @Inject(CONFIG) private readonly config: Pick<ApiConfig, 'blindedStepMs'>,
  ) {}

  async get(caller: Identity | null, id: string): Promise<EvaluationView> {
    const snapshot = await this.feed.snapshot(id);
    const view = snapshot && this.viewFor(caller, snapshot);
    if (!view) throw notFound('such evaluation, or it is not public');
    return view;
  }

  /** Sends the whole view at once and at each change, until the evaluation ends. */
  async stream(caller: Identity | null, id: string, request: Request, response: Response): Promise<void> {
    const first = await this.get(caller, id);
    let last = '';
    const show = (view: EvaluationView | null): void => {
      const text = JSON.stringify(view);
      if (!view || text === last) return;
      last = text;
      stream.send('evaluation', view);
      if (isTerminal(view.state)) stream.end();
    };
    const unwatch = this.feed.watch(id, { show: (snapshot) => show(this.viewFor(caller, snapshot)), end: () => stream.end() });
    const stream = new EventStream(request, response, () => this.feed.refresh(id), unwatch);
    show(first);
    // Catches changes between the first read and the start of the watch.
    this.feed.refresh(id);
  }

  /** A failed evaluation is run again as a new one; the failed one stays as it is. */
  async retry({ user }: Identity, id: string): Promise<string> {
    const failed = await this.evaluations.findWithFiles(id);
    if (!failed) throw notFound('such evaluation');
    const { state, submission } = failed;
    if (state !== 'failed') throw new ProblemException('not-retryable', { detail: `The evaluation is ${state}.` });
    const removed = submission.artefacts.find(({ removedAt }) => removedAt !== null);
    if (removed)
      throw new ProblemException('not-retryable', { detail: `The file ${removed.filename} is no longer kept; submit it again.` });
    const evaluation = await this.evaluations.createNext(failed, user.id, `Run again by ${user.handle}.`);
    if (!evaluation) throw new ProblemException('not-retryable', { detail: 'The submission is already being run again.' });
    return evaluation.id;
  }

  private viewFor(caller: Identity | null, { row, waiting }: Snapshot): EvaluationView | null {
    const audience = audienceOf(caller, row.submission.userId);
    return evaluationView(row, waiting, { audience, now: new Date(), stepMs: this.config.blindedStepMs });
  }
}
