import { Inject, Injectable } from '@nestjs/common';
import { RunnerGpu } from '@unblind/contracts';
import type { Health, PlatformStatus } from '@unblind/contracts';
import type { Runner } from '@unblind/database';
import type { Queues } from '@unblind/queue';
import type { Storage } from '@unblind/storage';
import { z } from 'zod';
import { limits } from '../common/limits';
import { QUEUE, STORAGE } from '../common/tokens';
import { version } from '../common/version';
import { StatusRepository } from './status.repository';

/** A runner's description of itself; a runner of another version may omit fields. */
const RunnerDescription = z.looseObject({
  provider: z.string().nullable(),
  gpu: RunnerGpu.nullable().catch(null),
  noGpu: z.string().nullable().catch(null),
});

@Injectable()
export class StatusService {
  constructor(
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(QUEUE) private readonly queues: Queues,
    private readonly repository: StatusRepository,
  ) {}

  async health(): Promise<Health> {
    const [database, storage, queue] = await Promise.all([
      answers(this.repository.check()),
      answers(this.storage.check()),
      answers(this.queues.check()),
    ]);
    const checks = { database, storage, queue };
    return { status: Object.values(checks).every(({ ok }) => ok) ? 'ok' : 'degraded', checks };
  }

  async status(): Promise<PlatformStatus> {
    const [rows, queued] = await Promise.all([this.repository.runners(), this.repository.queued()]);
    const now = Date.now();
    const runners = rows.map((row) => runnerView(row, now));
    return { version, unsafe: runners.some(({ unsafe, alive }) => unsafe && alive), runners, queued };
  }
}

function runnerView({ name, description, refusal, unsafe, seenAt }: Runner, now: number): PlatformStatus['runners'][number] {
  const { provider, gpu, noGpu } = RunnerDescription.safeParse(description).data ?? { provider: null, gpu: null, noGpu: null };
  const alive = now - seenAt.getTime() < limits.runnerAliveMs;
  return { name, provider, refusal, gpu, noGpu, unsafe, alive, seenAt: seenAt.toISOString() };
}

/** Whether a part answers in time. Error details are only logged, because they name hosts. */
async function answers(question: Promise<unknown>): Promise<Health['checks'][string]> {
  const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('late')), limits.checkMs).unref());
  return Promise.race([question, late]).then(
    () => ({ ok: true }),
    () => ({ ok: false, detail: 'It does not answer.' }),
  );
}
