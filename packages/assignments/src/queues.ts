import { ModelStep } from '@unblind/contracts';
import type { QueueView, SecondsRange } from '@unblind/contracts';
import { findQueue } from '@unblind/database';
import type { Database } from '@unblind/database';
import { canTake, runnersSeen, whyNone } from './known-runners';
import type { KnownRunner } from './known-runners';
import { rowOfStep } from './model-steps';
import { firstStart } from './first-start';
import { keyOfStep, measuredSteps, stepsUnderWay } from './step-durations';
import type { StepUnderWay } from './step-durations';
import { describeSteps } from './waiting-steps';
import type { WaitingStep } from './waiting-steps';
import { needsOf } from './worker';

/** Of each step; whoever waits farther behind is told no place. */
const longest = 2000;

interface QueuedStep extends WaitingStep {
  /** It waits until fewer steps of its entrant are worked on. */
  later: boolean;
}

/** What waits, and who may take it, at one time. */
export interface Queues {
  waiting: ReadonlyMap<ModelStep, readonly QueuedStep[]>;
  runners: readonly KnownRunner[];
  underWay: readonly StepUnderWay[];
  measured: ReadonlyMap<string, SecondsRange>;
}

export async function readQueues(database: Database, { atOnce, aliveSince }: { atOnce: number; aliveSince: Date }): Promise<Queues> {
  const waiting = new Map<ModelStep, QueuedStep[]>();
  for (const step of ModelStep.options) {
    const queue = await findQueue(database, rowOfStep[step], { limit: longest, atOnce });
    const later = new Set(queue.filter((one) => one.later).map(({ id }) => id));
    const ids = queue.map(({ id }) => id);
    const steps = ids.length === 0 ? [] : await describeSteps(database, step, ids);
    waiting.set(
      step,
      steps.map((one) => ({ ...one, later: later.has(one.evaluationId) })),
    );
  }
  const [runners, underWay, measured] = await Promise.all([
    runnersSeen(database, aliveSince),
    stepsUnderWay(database),
    measuredSteps(database),
  ]);
  return { waiting, runners, underWay, measured };
}

/** Where a step waits; null if it does not. */
export function placeIn(queues: Queues, step: QueueView['step'], evaluationId: string): QueueView | null {
  const queue = queues.waiting.get(step) ?? [];
  const place = queue.findIndex((one) => one.evaluationId === evaluationId);
  const own = queue[place];
  if (!own) return null;
  const needs = needsOf(own);
  const able = queues.runners.filter((runner) => canTake(runner, own));
  const competes = (other: WaitingStep): boolean =>
    able.length > 0 ? able.some((runner) => canTake(runner, other)) : JSON.stringify(needsOf(other)) === JSON.stringify(needs);
  const ahead = queue.slice(0, place).filter((other) => other.ready && !other.blinded && competes(other));
  const waitsFor = comesFirst(own) ?? (able.length > 0 ? null : whyNone(queues.runners, own));
  return {
    step,
    needs,
    runners: able.length,
    waitsFor,
    ahead: ahead.length,
    seconds: waitsFor === null ? untilTaken(queues, step, able, ahead) : null,
  };
}

function comesFirst({ ready, later }: QueuedStep): string | null {
  if (!ready) return 'Waiting until the data of the challenge are prepared.';
  return later ? 'Waiting until an earlier submission of the same entrant has ended this step.' : null;
}

/** Each runner that can take the step has as many places as it has loops that take it; what comes first goes to the first free one. */
function untilTaken(
  { underWay, measured }: Queues,
  step: ModelStep,
  able: readonly KnownRunner[],
  ahead: readonly WaitingStep[],
): SecondsRange | null {
  const at = (end: 'low' | 'high'): number => {
    const lasts = (key: string): number => measured.get(key)?.[end] ?? (end === 'low' ? 0 : Infinity);
    const places = able.flatMap((runner) => {
      const loops = runner.loops.filter((steps) => steps.includes(step));
      const beside = underWay.filter((one) => one.runner === runner.name && loops.flat().includes(one.step));
      return loops.map((_, loop) => {
        const held = beside[loop];
        return held ? Math.max(0, lasts(held.key) - held.elapsedSeconds) : 0;
      });
    });
    return firstStart(
      places,
      ahead.map(({ phaseId, kind }) => lasts(keyOfStep({ phaseId, kind, step }))),
    );
  };
  const [low, high] = [at('low'), at('high')];
  return Number.isFinite(high) ? { low, high } : null;
}

/** What is left of a step that a runner works on, from recent ones; null if none was measured. */
export function leftOf({ underWay, measured }: Queues, step: ModelStep, evaluationId: string): SecondsRange | null {
  const held = underWay.find((one) => one.evaluationId === evaluationId && one.step === step);
  const range = held && measured.get(held.key);
  if (!range) return null;
  return { low: Math.max(0, range.low - held.elapsedSeconds), high: Math.max(0, range.high - held.elapsedSeconds) };
}
