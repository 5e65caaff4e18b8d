import type { EvaluationState } from '@unblind/contracts';
import { timelineOf } from './timeline';

const events = (...entries: [EvaluationState, number][]) =>
  entries.map(([state, second]) => ({ state, message: '', at: new Date(Date.UTC(2026, 10, 22, 10, 0, second)).toISOString() }));
const brief = (...args: Parameters<typeof timelineOf>): string[] =>
  timelineOf(...args).map(({ state, status, seconds }) => `${state} ${status}${seconds === null ? '' : ` ${seconds}s`}`);

describe('the timeline of an evaluation', () => {
  test('shows what is done with its time, what runs and what is to come', () => {
    const evaluation = { state: 'running', events: events(['received', 0], ['inspecting', 1], ['queued', 3], ['running', 10]) } as const;
    expect(brief({ ...evaluation, events: [...evaluation.events] }, 'onnx')).toEqual([
      'received done 1s',
      'inspecting done 2s',
      'queued done 7s',
      'running current',
      'scoring waiting',
      'scored waiting',
    ]);
  });
  test('predictions neither queue nor run', () => {
    expect(
      brief({ state: 'scored', events: events(['received', 0], ['inspecting', 1], ['scoring', 2], ['scored', 4]) }, 'predictions'),
    ).toEqual(['received done 1s', 'inspecting done 1s', 'scoring done 2s', 'scored ended']);
  });
  test('a rejection stands where the way broke off', () => {
    expect(brief({ state: 'rejected', events: events(['received', 0], ['inspecting', 1], ['rejected', 2]) }, 'onnx')).toEqual([
      'received done 1s',
      'inspecting done 1s',
      'rejected ended',
    ]);
  });
  test('a run that lost its runner waits in the queue again', () => {
    const lost = events(['received', 0], ['inspecting', 1], ['queued', 2], ['running', 3], ['queued', 60]);
    expect(brief({ state: 'queued', events: lost }, 'onnx').slice(2, 4)).toEqual(['queued current', 'running waiting']);
  });
});
