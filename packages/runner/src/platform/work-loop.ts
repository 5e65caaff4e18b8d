import { setTimeout as sleep } from 'node:timers/promises';
import { Assignment, longestWaitSeconds } from '@unblind/contracts';
import type { Capabilities, ModelStep } from '@unblind/contracts';
import { withLease } from '../lease/host-lease';
import { takeStep, type Working } from './take-step';

/** How long a runner that was told to stop waits for an answer that is on its way: the step in it must be given back. */
const lastAnswerMs = 500;
/** How long an answer may take besides the time that it was asked to wait; then the runner looks whether it shall go on at all. */
const lateSeconds = 15;

export interface WorkLoop extends Working {
  /** The steps that this loop takes, one at a time. */
  steps: readonly ModelStep[];
  capabilities: (steps: readonly ModelStep[]) => Promise<Capabilities>;
  /** Called before each request for work: how long it may wait for one; null ends the loop. */
  patience: () => number | null;
  /** Whether it goes on, later, if the disk takes no more. Else it ends: work goes to a runner that can do it. */
  staysOnFullDisk: boolean;
  /** Called when a step has ended. */
  onWorked: () => void;
}

/** Asks for work, does it, and asks again. @throws Refused if the platform wants nothing of this runner */
export async function workLoop(loop: WorkLoop): Promise<void> {
  const { connection, machine, stopping, steps } = loop;
  const asking = after(stopping, lastAnswerMs);
  while (!stopping.aborted) {
    // Whoever works shares the machine: while something is timed on it, nothing is asked for.
    await withLease(machine.shared(stopping), () => Promise.resolve());
    const patience = loop.patience();
    if (patience === null) return;
    const waitSeconds = Math.min(longestWaitSeconds, Math.ceil(patience));
    const body = await loop.capabilities(steps);
    const late = AbortSignal.timeout((waitSeconds + lateSeconds) * 1000);
    const signal = AbortSignal.any([asking, late]);
    // A platform that cannot be reached has no work either.
    const answer = await connection.call(`leases?wait=${waitSeconds}`, { body, signal, waitSeconds }).catch((error: unknown) => {
      if (asking.aborted || !late.aborted) throw error;
      return null;
    });
    if (answer === null) continue;
    try {
      await takeStep(loop, Assignment.parse(answer));
    } catch (error) {
      if (!loop.staysOnFullDisk) throw error;
      loop.log.error({ error: String(error) }, 'the disk takes no more; trying again in a minute');
      await sleep(60_000, undefined, { signal: stopping }).catch(() => undefined);
    }
    loop.onWorked();
  }
}

/** Aborts so many milliseconds after `signal`. */
function after(signal: AbortSignal, milliseconds: number): AbortSignal {
  const late = new AbortController();
  signal.addEventListener('abort', () => setTimeout(() => late.abort(signal.reason), milliseconds), { once: true });
  return late.signal;
}
