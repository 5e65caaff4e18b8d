import { Inject, Injectable } from '@nestjs/common';
import { assignmentOf } from '@unblind/assignments';
import type { LeaseCall, Leased, Worker } from '@unblind/assignments';
import { PlatformFault, asFault } from '@unblind/contracts';
import type { Assignment, Capabilities, FailedStep, Heartbeat, Outcome, ReleasedStep } from '@unblind/contracts';
import type { Logger } from 'pino';
import { Jobs } from '../common/jobs';
import { limits } from '../common/limits';
import { CONFIG, LOGGER } from '../common/tokens';
import { apiPrefix } from '../config';
import type { ApiConfig } from '../config';
import type { RunnerIdentity } from '../runner-tokens/runner-identity';
import { LeaseFiles } from './lease-files.service';
import { LeaseRepository } from './lease.repository';
import { held } from './runner-problems';
import { WorkFeed } from './work-feed';

/** Gives runners steps to work on, and takes the results. */
@Injectable()
export class LeasesService {
  @Inject(CONFIG) private readonly config!: ApiConfig;
  @Inject(LOGGER) private readonly logger!: Logger;

  constructor(
    private readonly leases: LeaseRepository,
    private readonly files: LeaseFiles,
    private readonly feed: WorkFeed,
    private readonly jobs: Jobs,
  ) {}

  /** Waits up to `waitSeconds` for work; null if there was none. `isGone` says that nobody waits for the answer any more. */
  async lease(
    runner: RunnerIdentity,
    capabilities: Capabilities,
    { waitSeconds, isGone }: { waitSeconds: number; isGone: () => boolean },
  ): Promise<Assignment | null> {
    const { id: tokenId, name, challengeId, remote, trusted } = runner;
    const worker = { tokenId, name: remote ? `${name}/${capabilities.name}` : capabilities.name, challengeId, remote, trusted };
    const until = performance.now() + waitSeconds * 1000;
    for (;;) {
      await this.leases.see(worker, capabilities);
      const seen = this.feed.seen;
      if (isGone() || this.feed.closing) return null;
      const assignment = await this.next(worker, capabilities);
      if (assignment && isGone()) {
        const { evaluationId, step, fence } = assignment.lease;
        await this.release({ evaluationId, step, fence, tokenId }, { waitsFor: null });
        return null;
      }
      const left = until - performance.now();
      if (assignment || left <= 0) return assignment;
      // Also without a notice: some work rests for some seconds.
      await this.feed.sleep(seen, Math.min(left, limits.workPollMs));
    }
  }

  async heartbeat(call: LeaseCall, { progress }: Heartbeat): Promise<void> {
    await held(this.leases.renew(call, progress));
  }

  async complete(call: LeaseCall, outcome: Outcome): Promise<void> {
    await held(this.leases.complete(call, await this.leases.evaluation(call.evaluationId), outcome));
    const { evaluationId } = call;
    if (await this.leases.mayBeScored(evaluationId)) await this.jobs.enqueue('evaluation.score', { evaluationId }, `${evaluationId}-score`);
  }

  async fail(call: LeaseCall, { fault, counts, cause }: FailedStep): Promise<void> {
    const { evaluationId: id, step } = call;
    if (fault.whose === 'platform')
      this.logger.error({ id, step, code: fault.code, error: fault.message, cause }, 'a runner could not finish a step');
    await held(this.leases.fail(call, { fault, counts }, await this.leases.evaluation(id).catch(() => null)));
  }

  async release(call: LeaseCall, { waitsFor }: ReleasedStep): Promise<void> {
    await held(this.leases.release(call, waitsFor));
  }

  /** A step that cannot be assigned fails, and the next one is tried. */
  private async next(worker: Worker, capabilities: Capabilities): Promise<Assignment | null> {
    for (;;) {
      const leased = await this.leases.next(worker, capabilities);
      if (!leased) return null;
      const call = { evaluationId: leased.id, step: leased.step, fence: leased.fence, tokenId: worker.tokenId };
      try {
        return await this.assign(leased);
      } catch (error) {
        const { detail } = asFault(error);
        this.logger.error({ err: error, ...call }, 'a step could not be assigned');
        const fault = detail.whose === 'platform' ? detail : new PlatformFault('internal', detail).detail;
        await this.leases.fail(call, { fault, counts: true }, null);
      }
    }
  }

  private async assign({ id, step, fence }: Leased): Promise<Assignment> {
    const evaluation = await this.leases.evaluation(id);
    const hrefOf = (path: string): string =>
      `${this.config.publicUrl}/${apiPrefix}/runner/leases/${id}/${step}/files/${path}?fence=${fence}`;
    const [reference, scores] =
      step === 'time' ? await Promise.all([this.files.reference(evaluation), this.files.scores(evaluation)]) : [null, null];
    return assignmentOf(evaluation, { step, fence, hrefOf, reference, scores });
  }
}
