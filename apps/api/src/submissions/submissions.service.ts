import { Inject, Injectable } from '@nestjs/common';
import type { CreateSubmission, Quota, SubmissionView } from '@unblind/contracts';
import { isOrganiser } from '../access/identity';
import type { Identity } from '../access/identity';
import { ChallengesRepository } from '../challenges/challenges.repository';
import { ProblemException, notFound } from '../common/problem';
import { CONFIG } from '../common/tokens';
import type { ApiConfig } from '../config';
import { audienceOf } from '../evaluations/audience';
import type { Audience } from '../evaluations/audience';
import { isSilent } from '../evaluations/evaluation-view';
import type { Viewing } from '../evaluations/evaluation-view';
import { hasSeenData } from '../evaluations/silence';
import { quotaView } from './quota';
import { ReceiveService } from './receive.service';
import { submissionView } from './submission-view';
import { SubmissionsRepository } from './submissions.repository';
import type { ShownSubmission } from './submissions.repository';

@Injectable()
export class SubmissionsService {
  constructor(
    private readonly challenges: ChallengesRepository,
    private readonly submissions: SubmissionsRepository,
    private readonly receive: ReceiveService,
    @Inject(CONFIG) private readonly config: Pick<ApiConfig, 'blindedStepMs'>,
  ) {}

  async create(caller: Identity, slug: string, key: string, body: CreateSubmission): Promise<{ view: SubmissionView; isNew: boolean }> {
    if (body.baseline && !isOrganiser(caller))
      throw new ProblemException('forbidden', { detail: 'Only organisers submit baselines.', fix: 'Leave `baseline` out.' });
    const { id, isNew } = await this.receive.receive(caller.user.id, await this.challenges.findCurrent(slug), key, body);
    return { view: await this.get(caller, id), isNew };
  }

  async get(caller: Identity | null, id: string): Promise<SubmissionView> {
    const submission = await this.submissions.find(id);
    const view = submission && submissionView(submission, this.seenBy(audienceOf(caller, submission.userId)));
    if (!view) throw notFound('such submission, or it is not public');
    return view;
  }

  async list(
    { user }: Identity,
    query: { challenge?: string; cursor?: string; limit: number },
  ): Promise<{ items: SubmissionView[]; nextCursor: string | null }> {
    const rows = await this.submissions.page(user.id, { ...query, limit: query.limit + 1 });
    const page = rows.slice(0, query.limit);
    return {
      items: page.flatMap((submission) => submissionView(submission, this.seenBy('owner')) ?? []),
      nextCursor: rows.length > query.limit ? (page.at(-1)?.id ?? null) : null,
    };
  }

  /** Cancels the newest evaluation in any state; a runner that works on it notices at its next heartbeat. */
  async cancel(caller: Identity, id: string): Promise<SubmissionView> {
    const submission = await this.findOwn(caller, id);
    const evaluation = submission.evaluations[0];
    // The answer would tell whether it still runs.
    if (evaluation && isSilent(evaluation, audienceOf(caller, submission.userId)) && hasSeenData(evaluation))
      throw new ProblemException('not-cancellable', {
        detail: 'In a blinded phase an evaluation that has begun to run on its data goes on to its end.',
        fix: 'Wait for its end; it counts in any case.',
      });
    const cancelled = evaluation !== undefined && (await this.submissions.cancel(evaluation.id, `Cancelled by ${caller.user.handle}.`));
    if (!cancelled) throw new ProblemException('not-cancellable', { detail: `The evaluation is already ${evaluation?.state ?? 'gone'}.` });
    return this.get(caller, id);
  }

  async quotas({ user }: Identity, slug: string): Promise<Quota[]> {
    const { phases } = await this.challenges.findCurrent(slug);
    const now = new Date();
    return Promise.all(
      phases.map(async (phase) => {
        const used = await this.submissions.used({ userId: user.id, teamId: null }, phase.id, now);
        return quotaView(phase, used, now);
      }),
    );
  }

  private seenBy(audience: Audience): Viewing {
    return { audience, now: new Date(), stepMs: this.config.blindedStepMs };
  }

  private async findOwn(caller: Identity, id: string): Promise<ShownSubmission> {
    const submission = await this.submissions.find(id);
    if (!submission || audienceOf(caller, submission.userId) === 'public') throw notFound('such submission of yours');
    return submission;
  }
}
