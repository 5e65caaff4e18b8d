import type { Capabilities, ModelStep } from '@unblind/contracts';
import { claim, setWaitingReason } from '@unblind/database';
import type { Claim, Database } from '@unblind/database';
import { rowOfStep } from './model-steps';
import { timingsWaitFor } from './timing-turn';
import { waitingSteps } from './waiting-steps';
import type { WaitingStep } from './waiting-steps';
import { endsTooSoon, isEntitled, lackOf } from './worker';
import type { Worker } from './worker';

/** A runner's claim on a step. */
export interface Leased extends Claim {
  step: ModelStep;
}

interface Asking {
  worker: Worker;
  capabilities: Capabilities;
  /** How many evaluations of one entrant are worked on at once, in each step. */
  atOnce: number;
}

/** What is short goes first, and timings last. */
const order: readonly ModelStep[] = ['inspect', 'run', 'rerun', 'time'];

/** Claims the next step that this runner may and can take; null if there is none now. Says what those wait for that it cannot. */
export async function nextLease(database: Database, { worker, capabilities, atOnce }: Asking): Promise<Leased | null> {
  for (const step of order.filter((one) => capabilities.steps.includes(one))) {
    for (const waiting of await waitingSteps(database, step, { atOnce, runner: worker.name })) {
      if (!isEntitled(worker, waiting) || endsTooSoon(capabilities, waiting)) continue;
      const reason = lackOf(capabilities, waiting) ?? (step === 'time' ? await timingsWaitFor(database, waiting.evaluationId) : null);
      if (reason !== null) await say(database, worker, waiting, reason);
      else {
        const leased = await take(database, { worker, capabilities }, waiting);
        if (leased) return leased;
      }
    }
  }
  return null;
}

/** Null if another runner was faster. */
async function take(
  database: Database,
  { worker, capabilities }: Omit<Asking, 'atOnce'>,
  { evaluationId, step }: WaitingStep,
): Promise<Leased | null> {
  const held = await claim(database, rowOfStep[step], evaluationId, worker.name);
  if (!held) return null;
  await database.runnerLease.create({
    data: { evaluationId, step, fence: held.fence, tokenId: worker.tokenId, runner: worker.name, unsafe: capabilities.unsafe },
  });
  return { ...held, step };
}

/** Only the platform's own runners say so: what a runner elsewhere lacks says nothing about the others. */
async function say(database: Database, { remote }: Worker, { evaluationId, step, waitingFor }: WaitingStep, reason: string): Promise<void> {
  if (remote || waitingFor === reason) return;
  if (step === 'rerun') return;
  if (step !== 'time') await setWaitingReason(database, evaluationId, step === 'inspect' ? 'received' : 'queued', reason);
  else await database.timing.updateMany({ where: { evaluationId, state: 'waiting' }, data: { waitingFor: reason } });
}
