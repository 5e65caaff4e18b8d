import { isTerminal } from '@unblind/contracts';
import type { EvaluationState, Withheld } from '@unblind/contracts';
import type { Evaluation, EvaluationEvent } from '@unblind/database';

/** What tells how far an evaluation is. Events are in the order in which they happened. */
export interface Course extends Pick<Evaluation, 'state'> {
  events: readonly Pick<EvaluationEvent, 'state' | 'createdAt'>[];
}

/** The states in which an evaluation works on its phase's data. */
const onPhaseData: readonly EvaluationState[] = ['running', 'scoring'];

/** The events up to the first on the phase's data. What came before knows the submitted file and the public sample alone. */
export function eventsBeforeData<E extends Pick<EvaluationEvent, 'state'>>(events: readonly E[]): E[] {
  const first = events.findIndex(({ state }) => onPhaseData.includes(state));
  return first < 0 ? [...events] : events.slice(0, first);
}

export function hasSeenData({ events }: Course): boolean {
  return events.some(({ state }) => onPhaseData.includes(state));
}

/**
 * The state that a blinded phase shows. How long a participant's program ran is a number that it can choose by what it reads, and a
 * state that is watched is a clock: so once it runs, the state is shown as it was at the last full step of the clock, and scoring as a
 * part of the run.
 */
export function silentState(course: Course, now: Date, stepMs: number): EvaluationState {
  const { state, events } = course;
  const runs = events.findIndex((event) => event.state === 'running');
  if (runs < 0) return state;
  const until = lastStep(now, stepMs);
  const known = events.findLastIndex(({ createdAt }) => createdAt <= until);
  if (known < runs) return 'queued';
  const shown = events[known]?.state ?? state;
  return isTerminal(shown) ? shown : 'running';
}

/** The last full step of the clock. Steps of zero hide nothing. */
export function lastStep(now: Date, stepMs: number): Date {
  return stepMs > 0 ? new Date(Math.floor(now.getTime() / stepMs) * stepMs) : new Date(8.64e15);
}

const blinded = (fields: readonly string[]): Withheld[] => fields.map((field) => ({ field, reason: 'blinded' }));

/** The same for every evaluation of a blinded phase at every time, so that the list itself tells nothing. */
export const withheldOfSummary = blinded(['progress', 'updatedAt', 'finishedAt']);
export const withheldOfView = [
  ...withheldOfSummary,
  ...blinded(['attempts', 'runner', 'queue', 'secondsLeft', 'metrics', 'plots', 'provenance', 'timing', 'events']),
];
export const withheldOfSubmission = blinded(['score']);
