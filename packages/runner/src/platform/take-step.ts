import { inspect as describe } from 'node:util';
import { ParticipantFault, asFault, longestStepSeconds } from '@unblind/contracts';
import type { Assignment, Outcome } from '@unblind/contracts';
import { withLease, type HostLease } from '../lease/host-lease';
import type { Log } from '../log';
import { inspect } from '../steps/inspect';
import { run } from '../steps/run';
import type { Equipment, Task } from '../steps/task';
import { time } from '../steps/time';
import { isLeaseLost, type Connection } from './connection';
import { isDiskRefusal } from './disk-refusal';
import { HeldLease } from './held-lease';
import { keepAlive } from './keep-alive';

/** How long a runner that stops tries to say so. */
const goodbyeMs = 8000;

export interface Working {
  connection: Connection;
  equipment: Equipment;
  /** The machine, which timings have to themselves. */
  machine: HostLease;
  log: Log;
  /** Aborts when the runner stops. */
  stopping: AbortSignal;
}

/**
 * Works on one step, and tells the platform what came of it. Gives it back if the runner stops or this machine's disk takes no more.
 * @throws what the disk said: this machine would take one step after the other and finish none
 */
export async function takeStep(working: Working, assignment: Assignment): Promise<void> {
  const { connection, machine, stopping, log } = working;
  const { step, evaluationId } = assignment.lease;
  const about = { challenge: assignment.challenge.slug, evaluationId, step };
  const held = new HeldLease(connection, assignment.lease);
  const heart = keepAlive(held, assignment.lease);
  const machineLost = new AbortController();
  const signal = AbortSignal.any([stopping, heart.lost, machineLost.signal, AbortSignal.timeout(longestStepSeconds[step] * 1000)]);
  const work = async (lost?: AbortSignal): Promise<void> => {
    log.info(about, 'a step begins');
    const started = performance.now();
    lost?.addEventListener('abort', () => machineLost.abort(lost.reason), { once: true });
    await held.complete(await outcomeOf(working, assignment, held, { signal, progress: heart.progress }), signal);
    log.info({ ...about, seconds: Math.round((performance.now() - started) / 100) / 10 }, 'the step is done');
  };
  try {
    if (step === 'time') {
      const alone = await machine.tryExclusive(signal);
      if (alone) await withLease(Promise.resolve(alone), work);
      else await held.release({ waitsFor: 'Waiting until the machine is free.' }, signal);
    } else if (assignment.kind === 'onnx' || assignment.kind === 'container') await withLease(machine.shared(signal), work);
    else await work();
  } catch (thrown) {
    if (heart.lost.aborted || isLeaseLost(thrown)) log.info(about, 'the lease is lost');
    else
      await giveUp(working, held, { thrown, counts: !machineLost.signal.aborted, about }).catch((error: unknown) =>
        log.warn({ ...about, error: String(error) }, 'the platform was not told that a step ended'),
      );
    if (isDiskRefusal(thrown)) throw thrown;
  } finally {
    heart.stop();
  }
}

async function outcomeOf(
  { equipment }: Working,
  assignment: Assignment,
  held: HeldLease,
  { signal, progress }: Pick<Task, 'signal' | 'progress'>,
): Promise<Outcome> {
  const task: Task = {
    assignment,
    signal,
    progress,
    fetch: (file, path) => held.fetch(file, path, signal),
    store: (tensor, npy) => held.store(tensor, npy, signal),
  };
  switch (assignment.lease.step) {
    case 'inspect':
      return { step: 'inspect', outcome: await inspect(equipment, task) };
    case 'run':
    case 'rerun':
      return { step: assignment.lease.step, outcome: await run(equipment, task) };
    case 'time':
      return { step: 'time', outcome: await time(equipment, task) };
  }
}

async function giveUp(
  { stopping, log }: Working,
  held: HeldLease,
  { thrown, counts, about }: { thrown: unknown; counts: boolean; about: Readonly<Record<string, string>> },
): Promise<void> {
  if (stopping.aborted || isDiskRefusal(thrown)) {
    await held.release({ waitsFor: null }, AbortSignal.timeout(goodbyeMs));
    return log.info(about, 'the step is given back');
  }
  const fault = asFault(thrown);
  const cause = fault instanceof ParticipantFault || fault.cause === undefined ? '' : causeOf(fault.cause);
  if (!(fault instanceof ParticipantFault)) log.error({ ...about, code: fault.detail.code, error: fault.message, cause }, 'a step failed');
  await held.fail({ fault: fault.detail, counts, cause: cause.slice(0, 4000) }, stopping);
}

const causeOf = (cause: unknown): string => (cause instanceof Error ? String(cause) : describe(cause));
