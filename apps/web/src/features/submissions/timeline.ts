import type { EvaluationState, EvaluationView, SubmissionKind } from '@unblind/contracts';
import { isTerminal } from '@unblind/contracts';
import { stepsOf } from './states';

export interface Step {
  state: EvaluationState;
  status: 'done' | 'current' | 'ended' | 'waiting';
  /** When the step was last entered. */
  at: string | null;
  /** How long the step took; null while it runs. */
  seconds: number | null;
}

/**
 * The steps as the page shows them: the completed ones with their times, the current one and the ones still to come.
 * An end other than `scored` replaces all steps that were not reached.
 */
export function timelineOf({ state, events }: Pick<EvaluationView, 'state' | 'events'>, kind: SubmissionKind): Step[] {
  const steps = stepsOf(kind);
  const entered = new Map(events.map((event) => [event.state, event.at]));
  const ended = isTerminal(state);
  const stoppedEarly = ended && state !== 'scored';
  const lastStep = steps.findLastIndex((step) => entered.has(step));
  const reached = stoppedEarly ? lastStep : Math.max(0, steps.indexOf(state));
  const shown = stoppedEarly ? [...steps.slice(0, reached + 1), state] : steps;
  return shown.map((step, index) => {
    const at = entered.get(step) ?? null;
    const next = shown.slice(index + 1).flatMap((later) => entered.get(later) ?? [])[0];
    const seconds = at && next && index < shown.length - 1 ? Math.max(0, (Date.parse(next) - Date.parse(at)) / 1000) : null;
    if (ended && step === state) return { state: step, status: 'ended', at, seconds: null };
    const done = ended || index < reached;
    return { state: step, status: done ? 'done' : index === reached ? 'current' : 'waiting', at, seconds: done ? seconds : null };
  });
}
