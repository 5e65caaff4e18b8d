import type { EvaluationState, EvaluationView, SubmissionKind } from '@unblind/contracts';
import { isTerminal } from '@unblind/contracts';
import { stepsOf } from './states';

export interface Step {
  state: EvaluationState;
  status: 'done' | 'current' | 'ended' | 'waiting';
  /** When the step was entered, for the last time where it was taken up again. */
  at: string | null;
  /** How long it took; null while it is under way. */
  seconds: number | null;
}

/**
 * The steps as the page shows them: those passed with their times, the one under way, and those to come.
 * An end other than `scored` stands where the way broke off, and nothing comes after it.
 */
export function timelineOf({ state, events }: Pick<EvaluationView, 'state' | 'events'>, kind: SubmissionKind): Step[] {
  const way = stepsOf(kind);
  const entered = new Map(events.map((event) => [event.state, event.at]));
  const ended = isTerminal(state);
  const brokeOff = ended && state !== 'scored';
  const lastStep = way.findLastIndex((step) => entered.has(step));
  const reached = brokeOff ? lastStep : Math.max(0, way.indexOf(state));
  const shown = brokeOff ? [...way.slice(0, reached + 1), state] : way;
  return shown.map((step, index) => {
    const at = entered.get(step) ?? null;
    const next = shown.slice(index + 1).flatMap((later) => entered.get(later) ?? [])[0];
    const seconds = at && next && index < shown.length - 1 ? Math.max(0, (Date.parse(next) - Date.parse(at)) / 1000) : null;
    if (ended && step === state) return { state: step, status: 'ended', at, seconds: null };
    const done = ended || index < reached;
    return { state: step, status: done ? 'done' : index === reached ? 'current' : 'waiting', at, seconds: done ? seconds : null };
  });
}
