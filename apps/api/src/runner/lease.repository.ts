import { randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  completeStep,
  descriptionOf,
  endLongWaits,
  failStep,
  loadEvaluation,
  nextLease,
  releaseLost,
  releaseStep,
  renewLease,
  checkLease,
} from '@unblind/assignments';
import type { LeaseCall, Leased, LoadedEvaluation, Worker } from '@unblind/assignments';
import type { Capabilities, FailedStep, JobProgress, Outcome } from '@unblind/contracts';
import { asJson, leasedRows, waitsForTurn } from '@unblind/database';
import type { Database } from '@unblind/database';
import type { Storage } from '@unblind/storage';
import { limits } from '../common/limits';
import { CONFIG, DATABASE, STORAGE } from '../common/tokens';
import type { ApiConfig } from '../config';

@Injectable()
export class LeaseRepository {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(CONFIG) private readonly config: ApiConfig,
  ) {}

  next(worker: Worker, capabilities: Capabilities): Promise<Leased | null> {
    return nextLease(this.database, { worker, capabilities, atOnce: this.config.entrantAtOnce });
  }

  evaluation(id: string): Promise<LoadedEvaluation> {
    return loadEvaluation(this.database, id);
  }

  check(call: LeaseCall): Promise<void> {
    return checkLease(this.database, call);
  }

  async renew(call: LeaseCall, progress: JobProgress | null): Promise<void> {
    await renewLease(this.database, call, progress);
    await this.database.$executeRaw`
      UPDATE "runners" SET "seen_at" = clock_timestamp() FROM "runner_leases" l
      WHERE l."runner" = "runners"."name" AND l."evaluation_id" = ${call.evaluationId}::uuid AND l."step" = ${call.step} AND l."fence" = ${call.fence}`;
  }

  complete(call: LeaseCall, evaluation: LoadedEvaluation, outcome: Outcome): Promise<void> {
    return completeStep({ database: this.database, storage: this.storage, drawn: this.draw() }, call, evaluation, outcome);
  }

  fail(call: LeaseCall, failed: Pick<FailedStep, 'fault' | 'counts'>, evaluation: LoadedEvaluation | null): Promise<void> {
    return failStep(this.database, call, { ...failed, drawn: this.draw() }, evaluation);
  }

  /** Drawn when the run is over, by a generator that no runner can predict. */
  private draw(): boolean {
    const parts = 1_000_000;
    return randomInt(parts) < this.config.rerunShare * parts;
  }

  release(call: LeaseCall, waitsFor: string | null): Promise<void> {
    return releaseStep(this.database, call, waitsFor);
  }

  /** Whether its predictions may be scored now. */
  async mayBeScored(evaluationId: string): Promise<boolean> {
    const waiting = await this.database.evaluation.count({ where: { id: evaluationId, state: 'scoring' } });
    return waiting > 0 && !(await waitsForTurn(this.database, leasedRows.score, evaluationId, this.config.entrantAtOnce));
  }

  /** The runner is there, and this is what it can do. */
  async see({ name, tokenId }: Worker, capabilities: Capabilities): Promise<void> {
    const { unsafe, refusal } = capabilities;
    const seenAt = new Date();
    const row = { description: asJson(descriptionOf(capabilities, seenAt)), unsafe, refusal, tokenId, seenAt };
    await this.database.runner.upsert({ where: { name }, create: { name, ...row }, update: row });
  }

  /** Puts back what runners lost, and forgets runners and ends waits that are long gone. */
  async sweep(now: Date): Promise<void> {
    await releaseLost(this.database);
    await endLongWaits(this.database);
    await this.database.runner.deleteMany({ where: { seenAt: { lt: new Date(now.getTime() - limits.runnerForgottenMs) } } });
  }
}
